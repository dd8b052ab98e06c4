package dev.dolmetsch.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * All that a model directory holds, before it is written.
 *
 * @param parameters the model's tensors, in the order in which they are to stand
 * @param config the effective configuration as YAML, with every key
 * @param subwordModel bytes of the SentencePiece model, from the buffer's position to its limit
 * @param provenance where the model comes from
 * @param trainingState what a training needs to go on, if one is to go on from here
 */
public record ModelContents(
    List<NamedArray> parameters,
    String config,
    ByteBuffer subwordModel,
    Provenance provenance,
    Optional<TrainingState> trainingState) {

  /** Takes the tensors' list as it is now; the memory behind them is read when it is written. */
  public ModelContents {
    parameters = List.copyOf(parameters);
    subwordModel = subwordModel.asReadOnlyBuffer();
  }

  /**
   * What makes a resumed training byte-identical to one that was never interrupted.
   *
   * @param tensors the optimizer's moments and other arrays
   * @param values step, data position, states of random generators: any JSON
   */
  public record TrainingState(List<NamedArray> tensors, JsonNode values) {
    /** Takes the tensors' list as it is now. */
    public TrainingState {
      tensors = List.copyOf(tensors);
    }
  }
}
