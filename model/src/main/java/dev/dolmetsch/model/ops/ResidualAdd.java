package dev.dolmetsch.model.ops;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * x + f(x) of a residual connection (He et al., 2015): a [N, D], b [N, D] → [N, D].
 *
 * <p>SameDiff's own addition may broadcast, so its gradient reduces sums over every axis; this one
 * never does, and its gradient is free.
 */
public final class ResidualAdd extends GraphOp {
  private static final String NAME = "dolmetsch_residual_add";

  /** For SameDiff's clone. */
  public ResidualAdd() {}

  /** Adds two arrays of one shape. */
  public ResidualAdd(SameDiff graph, SDVariable a, SDVariable b) {
    super(graph, a, b);
  }

  @Override
  public String opName() {
    return NAME;
  }

  @Override
  public List<long[]> outputShapes(List<long[]> in) {
    require(fits(in.get(1), in.get(0)), "two arrays of one shape", in);
    return List.of(in.get(0));
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> gradients) {
    return List.of(
        new PassThrough(sameDiff, gradients.get(0)).output(),
        new PassThrough(sameDiff, gradients.get(0)).output());
  }
}
