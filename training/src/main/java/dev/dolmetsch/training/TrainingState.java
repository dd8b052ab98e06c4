package dev.dolmetsch.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dolmetsch.data.batch.Position;
import dev.dolmetsch.training.config.ValidationMetric;
import java.util.Locale;

/**
 * Where a run stands, besides its arrays: {@code training-state.json}. Random numbers need no
 * state: each is a function of the seed and of where it is drawn.
 *
 * @param update updates made
 * @param position the next batch
 * @param validatedUpdate the update after which the last validation was made, 0 before the first;
 *     one that is due but was not made is made up for on resuming
 * @param early early stopping's memory
 * @param seconds time so far, validations included
 */
record TrainingState(
    long update, Position position, long validatedUpdate, EarlyStopping early, double seconds) {
  static TrainingState start(ValidationMetric metric) {
    return new TrainingState(0, Position.START, 0, EarlyStopping.start(metric), 0);
  }

  /** After one more update. */
  TrainingState updated(Position next, double secondsSoFar) {
    return new TrainingState(update + 1, next, validatedUpdate, early, secondsSoFar);
  }

  /** After a validation of where it stands. */
  TrainingState validated(double value, double loss, double secondsSoFar) {
    return new TrainingState(update, position, update, early.after(value, loss), secondsSoFar);
  }

  /** For going on with another metric, perhaps. */
  TrainingState judgedBy(ValidationMetric metric) {
    return new TrainingState(update, position, validatedUpdate, early.by(metric), seconds);
  }

  JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("update", update);
    json.put("epoch", position.epoch());
    json.put("batch_index", position.batchIndex());
    json.put("validated_update", validatedUpdate);
    json.put("metric", early.metric().key());
    put(json, "best_value", early.bestValue());
    put(json, "best_loss", early.bestLoss());
    json.put("validations_since_best", early.validationsSince());
    json.put("seconds", seconds);
    return json;
  }

  private static void put(ObjectNode json, String key, double value) {
    if (Double.isNaN(value)) {
      json.putNull(key);
    } else {
      json.put(key, value);
    }
  }

  private static double number(JsonNode value) {
    // JSON has no infinite numbers: they are written as texts.
    return value.isMissingNode() || value.isNull()
        ? Double.NaN
        : Double.parseDouble(value.asText());
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if something is missing or impossible
   */
  static TrainingState fromJson(JsonNode json) {
    return new TrainingState(
        json.required("update").asLong(),
        new Position(json.required("epoch").asLong(), json.required("batch_index").asInt()),
        json.required("validated_update").asLong(),
        new EarlyStopping(
            ValidationMetric.valueOf(json.required("metric").asText().toUpperCase(Locale.ROOT)),
            number(json.required("best_value")),
            // The first versions did not write it: an equal value is no better then.
            number(json.path("best_loss")),
            json.required("validations_since_best").asInt()),
        json.required("seconds").asDouble());
  }
}
