package dev.dolmetsch.model;

import dev.dolmetsch.model.ops.SoftmaxWeights;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * How attention turns scaled and masked scores into weights. Further kernels enter here: a constant
 * with the operations that compute it, each with its gradient.
 */
public enum SimilarityFunction {
  /** exp(s) / Σ exp(s), as in Vaswani et al. (2017). */
  SOFTMAX("softmax") {
    @Override
    SDVariable weights(SameDiff graph, SDVariable maskedScores) {
      return new SoftmaxWeights(graph, maskedScores).output();
    }
  };

  private final String key;

  SimilarityFunction(String key) {
    this.key = key;
  }

  /** The name in configuration files. */
  public String key() {
    return key;
  }

  /** Weights [B, H, T, S] of scores [B, H, T, S] that are −∞ where a key is hidden. */
  abstract SDVariable weights(SameDiff graph, SDVariable maskedScores);

  /**
   * The function of that name.
   *
   * @throws IllegalArgumentException if there is none, with the names that there are
   */
  public static SimilarityFunction of(String key) {
    for (SimilarityFunction function : values()) {
      if (function.key.equals(key)) {
        return function;
      }
    }
    String known =
        Arrays.stream(values()).map(SimilarityFunction::key).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        "model.similarity_function must be one of " + known + ", but is \"" + key + "\"");
  }
}
