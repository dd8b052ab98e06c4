package dev.dolmetsch.model.ops;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Layer normalisation (Ba, Kiros and Hinton, 2016) of each row: y = g·(x − mean)/√(variance + ε) +
 * b with the biased variance: x [N, D], g [D], b [D] → y [N, D].
 */
public final class LayerNorm extends GraphOp {
  private static final String NAME = "dolmetsch_layer_norm";

  /** For SameDiff's clone. */
  public LayerNorm() {}

  /** Normalises rows of x. */
  public LayerNorm(SameDiff graph, SDVariable x, SDVariable gain, SDVariable bias, double epsilon) {
    super(graph, x, gain, bias);
    addTArgument(epsilon);
  }

  /** ε, added to the variance. */
  public double epsilon() {
    return real(0);
  }

  @Override
  public String opName() {
    return NAME;
  }

  @Override
  public List<long[]> outputShapes(List<long[]> in) {
    require(
        fits(in.get(0), ANY, ANY) && fits(in.get(1), in.get(0)[1]) && fits(in.get(2), in.get(0)[1]),
        "x [N, D], gain [D], bias [D]",
        in);
    return List.of(in.get(0));
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> gradients) {
    return List.of(
        new Backward(sameDiff, gradients.get(0), arg(0), arg(1), epsilon()).outputVariables());
  }

  /** dy [N, D], x [N, D], g [D] → dx [N, D], dg [D], db [D]. */
  public static final class Backward extends GraphOp {
    private static final String NAME = LayerNorm.NAME + "_backward";

    /** For SameDiff's clone. */
    public Backward() {}

    private Backward(
        SameDiff graph, SDVariable gradient, SDVariable x, SDVariable gain, double epsilon) {
      super(graph, gradient, x, gain);
      addTArgument(epsilon);
    }

    /** ε, added to the variance. */
    public double epsilon() {
      return real(0);
    }

    @Override
    public String opName() {
      return NAME;
    }

    @Override
    public int getNumOutputs() {
      return 3;
    }

    @Override
    public List<long[]> outputShapes(List<long[]> in) {
      return List.of(in.get(1), in.get(2), in.get(2));
    }
  }
}
