package dev.dolmetsch.model;

import dev.dolmetsch.model.ops.AttentionScores;
import dev.dolmetsch.model.ops.SoftmaxWeights;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * How attention turns queries and keys into weights. Further kernels enter here: a constant with
 * the operations that compute it, each with its gradient.
 */
public enum SimilarityFunction {
  /** exp(s) / Σ exp(s) with s = scale · q·k, as in Vaswani et al. (2017), section 3.2.1. */
  SOFTMAX("softmax") {
    @Override
    SDVariable weights(SameDiff graph, Inputs in) {
      SDVariable scores =
          new AttentionScores(graph, in.query, in.keys, in.visible.variable(), in.heads).output();
      in.name(graph, scores, "scores");
      SDVariable masked = in.visible.masked(graph, scores, in.scale);
      in.name(graph, masked, "masked_scores");
      return in.name(graph, new SoftmaxWeights(graph, masked).output(), "weights");
    }
  };

  /**
   * What weights are computed of.
   *
   * @param block name of the attention block
   * @param query [B·T, D], head h in columns h·D/H to (h+1)·D/H
   * @param keys [B·S, D], likewise
   * @param visible which keys each query may see
   * @param heads H
   * @param scale factor on a dot product, 1/√(D/H)
   */
  record Inputs(
      String block,
      SDVariable query,
      SDVariable keys,
      VisibleKeys visible,
      int heads,
      double scale) {
    private SDVariable name(SameDiff graph, SDVariable variable, String suffix) {
      return graph.updateVariableNameAndReference(variable, block + "." + suffix);
    }
  }

  private final String key;

  SimilarityFunction(String key) {
    this.key = key;
  }

  /** The name in configuration files. */
  public String key() {
    return key;
  }

  /**
   * Weights [B, H, T, S], zero where a key is hidden. It and what it is computed by are named
   * {@code <block>.scores} (before scale and mask), {@code <block>.masked_scores} (−∞ where a key
   * is hidden) and {@code <block>.weights}, all [B, H, T, S].
   */
  abstract SDVariable weights(SameDiff graph, Inputs inputs);

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
