package dev.dolmetsch.model.ops;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Adds sinusoidal position codes (Vaswani et al., 2017, section 3.5) in the layout of Marian: the
 * first D/2 columns are sines, the others cosines, of position · 10000^(−2i/D): x [N, D], positions
 * [N] (int32) → y [N, D].
 */
public final class AddPositions extends GraphOp {
  private static final String NAME = "dolmetsch_add_positions";

  /** For SameDiff's clone. */
  public AddPositions() {}

  /** Adds each row's position code. */
  public AddPositions(SameDiff graph, SDVariable x, SDVariable positions) {
    super(graph, x, positions);
  }

  @Override
  public String opName() {
    return NAME;
  }

  @Override
  public List<long[]> outputShapes(List<long[]> in) {
    require(
        fits(in.get(0), ANY, ANY) && fits(in.get(1), in.get(0)[0]),
        "x [N, D] and positions [N]",
        in);
    return List.of(in.get(0));
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> gradients) {
    return List.of(new PassThrough(sameDiff, gradients.get(0)).output());
  }
}
