package dev.dolmetsch.model.ops;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Context vectors, the weighted sums of the values: weights [B, H, T, S], v [B·S, D] → context
 * [B·T, D], the heads side by side.
 */
public final class AttentionContext extends GraphOp {
  private static final String NAME = "dolmetsch_attention_context";

  /** For SameDiff's clone. */
  public AttentionContext() {}

  /** Sums values by their weights. */
  public AttentionContext(SameDiff graph, SDVariable weights, SDVariable value) {
    super(graph, weights, value);
  }

  @Override
  public String opName() {
    return NAME;
  }

  @Override
  public List<long[]> outputShapes(List<long[]> in) {
    long[] weights = in.get(0);
    require(
        fits(weights, ANY, ANY, ANY, ANY)
            && fits(in.get(1), weights[0] * weights[3], ANY)
            && in.get(1)[1] % weights[1] == 0,
        "weights [B, H, T, S] and value [B·S, D], D a multiple of H",
        in);
    return List.of(new long[] {weights[0] * weights[2], in.get(1)[1]});
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> gradients) {
    SDVariable[] d = new Backward(sameDiff, gradients.get(0), arg(0), arg(1)).outputVariables();
    return List.of(d);
  }

  /** dw = dc·vᵀ, dv = wᵀ·dc: dc [B·T, D], w [B, H, T, S], v [B·S, D] → dw, dv. */
  public static final class Backward extends GraphOp {
    private static final String NAME = AttentionContext.NAME + "_backward";

    /** For SameDiff's clone. */
    public Backward() {}

    private Backward(SameDiff graph, SDVariable gradient, SDVariable weights, SDVariable value) {
      super(graph, gradient, weights, value);
    }

    @Override
    public String opName() {
      return NAME;
    }

    @Override
    public int getNumOutputs() {
      return 2;
    }

    @Override
    public List<long[]> outputShapes(List<long[]> in) {
      return List.of(in.get(1), in.get(2));
    }
  }
}
