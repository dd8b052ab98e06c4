package dev.dolmetsch.model;

import dev.dolmetsch.model.ops.ScaleAndBias;
import dev.dolmetsch.model.ops.ScaleAndMask;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Which keys a query of attention may see. */
sealed interface VisibleKeys {
  /** What says it, with first extent B. */
  SDVariable variable();

  /** Scores [B, H, T, S] times a factor, −∞ where a key is hidden. */
  SDVariable masked(SameDiff graph, SDVariable scores, double scale);

  /**
   * The first keys of each sentence.
   *
   * @param variable [B], how many
   * @param causal whether query t sees keys 0 to t only
   */
  record First(SDVariable variable, boolean causal) implements VisibleKeys {
    @Override
    public SDVariable masked(SameDiff graph, SDVariable scores, double scale) {
      return new ScaleAndMask(graph, scores, variable, scale, causal).output();
    }
  }

  /**
   * For each query its own keys.
   *
   * @param variable [B, T, S], 0 for a key that query t may see and −∞ for one that it may not
   */
  record Listed(SDVariable variable) implements VisibleKeys {
    @Override
    public SDVariable masked(SameDiff graph, SDVariable scores, double scale) {
      return new ScaleAndBias(graph, scores, variable, scale).output();
    }
  }
}
