package dev.dolmetsch.model;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What a training graph draws its dropout masks from.
 *
 * @param seed the update's seed [2], upper half first
 * @param sentences numbers [B] of the batch's sentences within the update
 */
record DropoutSource(SDVariable seed, SDVariable sentences) {
  /** New inputs {@code dropout_seed} and {@code sentence_numbers}. */
  static DropoutSource inputsOf(SameDiff graph) {
    return new DropoutSource(
        graph.placeHolder("dropout_seed", DataType.INT32, 2),
        graph.placeHolder("sentence_numbers", DataType.INT32, -1));
  }
}
