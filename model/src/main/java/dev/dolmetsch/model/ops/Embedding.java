package dev.dolmetsch.model.ops;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Rows of a table by id, times a factor: table [V, D], ids [N] (int32) → y [N, D]. */
public final class Embedding extends GraphOp {
  private static final String NAME = "dolmetsch_embedding";

  /** For SameDiff's clone. */
  public Embedding() {}

  /**
   * Looks rows up.
   *
   * @param scale factor on each row; √D in Vaswani et al. (2017), section 3.4
   */
  public Embedding(SameDiff graph, SDVariable table, SDVariable ids, double scale) {
    super(graph, table, ids);
    addTArgument(scale);
  }

  /** The factor on each row. */
  public double scale() {
    return real(0);
  }

  @Override
  public String opName() {
    return NAME;
  }

  @Override
  public List<long[]> outputShapes(List<long[]> in) {
    require(fits(in.get(0), ANY, ANY) && fits(in.get(1), ANY), "table [V, D] and ids [N]", in);
    return List.of(new long[] {in.get(1)[0], in.get(0)[1]});
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> gradients) {
    return List.of(new Backward(sameDiff, gradients.get(0), arg(0), arg(1), scale()).output());
  }

  /**
   * Adds each row's gradient to its id's row: dy [N, D], table [V, D] (only its shape matters), ids
   * [N] → dtable [V, D]. Repeated ids add up.
   */
  public static final class Backward extends GraphOp {
    private static final String NAME = Embedding.NAME + "_backward";

    /** For SameDiff's clone. */
    public Backward() {}

    private Backward(
        SameDiff graph, SDVariable gradient, SDVariable table, SDVariable ids, double scale) {
      super(graph, gradient, table, ids);
      addTArgument(scale);
    }

    /** The factor on each row. */
    public double scale() {
      return real(0);
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
