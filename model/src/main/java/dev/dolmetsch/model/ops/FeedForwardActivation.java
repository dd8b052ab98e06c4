package dev.dolmetsch.model.ops;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** The activation of a feed-forward block, element by element: x [N, F] → y [N, F]. */
public final class FeedForwardActivation extends GraphOp {
  private static final String NAME = "dolmetsch_activation";

  /** For SameDiff's clone. */
  public FeedForwardActivation() {}

  /** Applies an activation. */
  public FeedForwardActivation(SameDiff graph, SDVariable x, Activation activation) {
    super(graph, x);
    addBArgument(activation == Activation.GELU);
  }

  /** Which function. */
  public Activation activation() {
    return flag(0) ? Activation.GELU : Activation.RELU;
  }

  @Override
  public String opName() {
    return NAME;
  }

  @Override
  public List<long[]> outputShapes(List<long[]> in) {
    return List.of(in.get(0));
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> gradients) {
    return List.of(new Backward(sameDiff, gradients.get(0), arg(0), activation()).output());
  }

  /** dx = dy·f′(x): dy [N, F], x [N, F] → dx [N, F]. */
  public static final class Backward extends GraphOp {
    private static final String NAME = FeedForwardActivation.NAME + "_backward";

    /** For SameDiff's clone. */
    public Backward() {}

    private Backward(SameDiff graph, SDVariable gradient, SDVariable x, Activation activation) {
      super(graph, gradient, x);
      addBArgument(activation == Activation.GELU);
    }

    /** Which function. */
    public Activation activation() {
      return flag(0) ? Activation.GELU : Activation.RELU;
    }

    @Override
    public String opName() {
      return NAME;
    }

    @Override
    public List<long[]> outputShapes(List<long[]> in) {
      return List.of(in.get(1));
    }
  }
}
