package dev.dolmetsch.model.ops;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** y = x·Wᵀ + b: x [N, I], W [O, I] as in PyTorch, b [O] (optional) → y [N, O]. */
public final class Linear extends GraphOp {
  private static final String NAME = "dolmetsch_linear";

  /** For SameDiff's clone. */
  public Linear() {}

  /** A linear layer with a bias. */
  public Linear(SameDiff graph, SDVariable x, SDVariable weight, SDVariable bias) {
    super(graph, x, weight, bias);
  }

  /** A linear layer without a bias. */
  public Linear(SameDiff graph, SDVariable x, SDVariable weight) {
    super(graph, x, weight);
  }

  @Override
  public String opName() {
    return NAME;
  }

  @Override
  public List<long[]> outputShapes(List<long[]> in) {
    long[] x = in.get(0);
    long[] weight = in.get(1);
    require(
        fits(weight, ANY, ANY)
            && fits(x, ANY, weight[1])
            && (in.size() == 2 || fits(in.get(2), weight[0])),
        "x [N, I], weight [O, I] and bias [O]",
        in);
    return List.of(new long[] {x[0], weight[0]});
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> gradients) {
    boolean bias = args().length == 3;
    return List.of(
        new Backward(sameDiff, gradients.get(0), arg(0), arg(1), bias).outputVariables());
  }

  /** dx = dy·W, dW = dyᵀ·x, db = Σ_rows dy: dy [N, O], x [N, I], W [O, I] → dx, dW[, db]. */
  public static final class Backward extends GraphOp {
    private static final String NAME = Linear.NAME + "_backward";

    /** For SameDiff's clone. */
    public Backward() {}

    private Backward(
        SameDiff graph, SDVariable gradient, SDVariable x, SDVariable weight, boolean bias) {
      super(graph, gradient, x, weight);
      addBArgument(bias);
    }

    @Override
    public String opName() {
      return NAME;
    }

    @Override
    public int getNumOutputs() {
      return flag(0) ? 3 : 2;
    }

    @Override
    public List<long[]> outputShapes(List<long[]> in) {
      long[] weight = in.get(2);
      return flag(0)
          ? List.of(in.get(1), weight, new long[] {weight[0]})
          : List.of(in.get(1), weight);
    }
  }
}
