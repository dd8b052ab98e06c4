package dev.dolmetsch.model.ops;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Softmax over the keys: scores [B, H, T, S] with −∞ where masked → weights [B, H, T, S]. */
public final class SoftmaxWeights extends GraphOp {
  private static final String NAME = "dolmetsch_softmax_weights";

  /** For SameDiff's clone. */
  public SoftmaxWeights() {}

  /** Turns scores into weights that add up to one for each query. */
  public SoftmaxWeights(SameDiff graph, SDVariable scores) {
    super(graph, scores);
  }

  @Override
  public String opName() {
    return NAME;
  }

  @Override
  public List<long[]> outputShapes(List<long[]> in) {
    require(fits(in.get(0), ANY, ANY, ANY, ANY), "scores [B, H, T, S]", in);
    return List.of(in.get(0));
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> gradients) {
    SDVariable weights = outputVariables()[0];
    return List.of(new Backward(sameDiff, gradients.get(0), weights).output());
  }

  /** ds = y·(dy − Σ_keys dy·y): dy [B, H, T, S], y [B, H, T, S] → ds [B, H, T, S]. */
  public static final class Backward extends GraphOp {
    private static final String NAME = SoftmaxWeights.NAME + "_backward";

    /** For SameDiff's clone. */
    public Backward() {}

    private Backward(SameDiff graph, SDVariable gradient, SDVariable weights) {
      super(graph, gradient, weights);
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
