package dev.dolmetsch.model.ops;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Scaled and masked scores: score · scale where the key may be seen, −∞ where it may not: scores
 * [B, H, T, S], lengths [B] (int32) → [B, H, T, S]. Key s of sentence b may be seen by query t if s
 * < lengths[b] and, when causal, s ≤ t.
 */
public final class ScaleAndMask extends GraphOp {
  private static final String NAME = "dolmetsch_scale_and_mask";

  /** For SameDiff's clone. */
  public ScaleAndMask() {}

  /**
   * Scales and masks.
   *
   * @param scale 1/√d_k for the scaled dot product
   */
  public ScaleAndMask(
      SameDiff graph, SDVariable scores, SDVariable keyLengths, double scale, boolean causal) {
    super(graph, scores, keyLengths);
    addTArgument(scale);
    addBArgument(causal);
  }

  /** The factor on each score. */
  public double scale() {
    return real(0);
  }

  /** Whether a query sees keys up to its own position only. */
  public boolean causal() {
    return flag(0);
  }

  @Override
  public String opName() {
    return NAME;
  }

  @Override
  public List<long[]> outputShapes(List<long[]> in) {
    require(
        fits(in.get(0), ANY, ANY, ANY, ANY) && fits(in.get(1), in.get(0)[0]),
        "scores [B, H, T, S] and lengths [B]",
        in);
    return List.of(in.get(0));
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> gradients) {
    return List.of(new Backward(sameDiff, gradients.get(0), arg(1), scale(), causal()).output());
  }

  /** ds = dy · scale where the key was seen, else 0: dy [B, H, T, S], lengths [B] → ds. */
  public static final class Backward extends GraphOp {
    private static final String NAME = ScaleAndMask.NAME + "_backward";

    /** For SameDiff's clone. */
    public Backward() {}

    private Backward(
        SameDiff graph, SDVariable gradient, SDVariable lengths, double scale, boolean causal) {
      super(graph, gradient, lengths);
      addTArgument(scale);
      addBArgument(causal);
    }

    /** The factor on each score. */
    public double scale() {
      return real(0);
    }

    /** Whether a query sees keys up to its own position only. */
    public boolean causal() {
      return flag(0);
    }

    @Override
    public String opName() {
      return NAME;
    }

    @Override
    public List<long[]> outputShapes(List<long[]> in) {
      return List.of(in.get(0));
    }
  }
}
