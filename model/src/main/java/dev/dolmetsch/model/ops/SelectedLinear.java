package dev.dolmetsch.model.ops;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * A linear layer of which only some outputs are computed: x [N, I], W [O, I], ids [C] (int32) → y
 * [N, C], where y's column j is that of W's row ids[j]. Has no gradient.
 */
public final class SelectedLinear extends GraphOp {
  private static final String NAME = "dolmetsch_selected_linear";

  /** For SameDiff's clone. */
  public SelectedLinear() {}

  /** Some outputs of a layer without a bias. */
  public SelectedLinear(SameDiff graph, SDVariable x, SDVariable weight, SDVariable ids) {
    super(graph, x, weight, ids);
  }

  @Override
  public String opName() {
    return NAME;
  }

  @Override
  public List<long[]> outputShapes(List<long[]> in) {
    require(
        fits(in.get(1), ANY, ANY) && fits(in.get(0), ANY, in.get(1)[1]) && fits(in.get(2), ANY),
        "x [N, I], weight [O, I], ids [C]",
        in);
    return List.of(new long[] {in.get(0)[0], in.get(2)[0]});
  }
}
