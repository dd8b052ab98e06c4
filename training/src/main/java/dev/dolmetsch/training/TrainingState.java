package dev.dolmetsch.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dolmetsch.data.batch.Position;

/**
 * Where a run stands, besides its arrays: {@code training-state.json}. Random numbers need no
 * state: each is a function of the seed and of where it is drawn.
 *
 * @param update updates made
 * @param position the next batch
 * @param early early stopping's memory
 * @param seconds training time so far
 */
record TrainingState(long update, Position position, EarlyStopping early, double seconds) {
  static TrainingState start() {
    return new TrainingState(0, Position.START, EarlyStopping.start(), 0);
  }

  JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("update", update);
    json.put("epoch", position.epoch());
    json.put("batch_index", position.batchIndex());
    if (Double.isNaN(early.bestValue())) {
      json.putNull("best_value");
    } else {
      json.put("best_value", early.bestValue());
    }
    json.put("validations_since_best", early.validationsSince());
    json.put("seconds", seconds);
    return json;
  }

  static TrainingState fromJson(JsonNode json) {
    JsonNode best = json.path("best_value");
    return new TrainingState(
        json.path("update").asLong(),
        new Position(json.path("epoch").asLong(), json.path("batch_index").asInt()),
        new EarlyStopping(
            best.isNumber() ? best.asDouble() : Double.NaN,
            json.path("validations_since_best").asInt()),
        json.path("seconds").asDouble());
  }
}
