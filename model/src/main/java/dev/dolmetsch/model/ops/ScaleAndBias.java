package dev.dolmetsch.model.ops;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Scaled scores plus a bias that hides keys: scores [B, H, T, S], bias [B, T, S] (0 where query t
 * of sentence b may see key s, −∞ where it may not) → score · scale + bias, [B, H, T, S]. Each
 * query must see a key.
 */
public final class ScaleAndBias extends GraphOp {
  private static final String NAME = "dolmetsch_scale_and_bias";

  /** For SameDiff's clone. */
  public ScaleAndBias() {}

  /**
   * Scales and hides.
   *
   * @param scale 1/√d_k for the scaled dot product
   */
  public ScaleAndBias(SameDiff graph, SDVariable scores, SDVariable bias, double scale) {
    super(graph, scores, bias);
    addTArgument(scale);
  }

  /** The factor on each score. */
  public double scale() {
    return real(0);
  }

  @Override
  public String opName() {
    return NAME;
  }

  @Override
  public List<long[]> outputShapes(List<long[]> in) {
    long[] scores = in.get(0);
    require(
        fits(scores, ANY, ANY, ANY, ANY) && fits(in.get(1), scores[0], scores[2], scores[3]),
        "scores [B, H, T, S] and bias [B, T, S]",
        in);
    return List.of(scores);
  }
}
