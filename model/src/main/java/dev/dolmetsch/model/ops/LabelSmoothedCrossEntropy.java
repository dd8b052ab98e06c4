package dev.dolmetsch.model.ops;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Cross-entropy against smoothed labels (Szegedy et al., 2016), summed over the rows that are not
 * padding: logits [N, V], labels [N] (int32) → loss, a scalar in nats.
 *
 * <p>The target distribution is (1 − ε) on the label plus ε/V on every piece, as in PyTorch. Rows
 * whose label is the padding id count nothing.
 */
public final class LabelSmoothedCrossEntropy extends GraphOp {
  private static final String NAME = "dolmetsch_label_smoothed_cross_entropy";

  /** For SameDiff's clone. */
  public LabelSmoothedCrossEntropy() {}

  /** Sums the loss of every row. */
  public LabelSmoothedCrossEntropy(
      SameDiff graph, SDVariable logits, SDVariable labels, double smoothing, int paddingId) {
    super(graph, logits, labels);
    addTArgument(smoothing);
    addIArgument(paddingId);
  }

  /** ε. */
  public double smoothing() {
    return real(0);
  }

  /** The label of rows that do not count. */
  public int paddingId() {
    return integer(0);
  }

  @Override
  public String opName() {
    return NAME;
  }

  @Override
  public List<long[]> outputShapes(List<long[]> in) {
    require(
        fits(in.get(0), ANY, ANY) && fits(in.get(1), in.get(0)[0]),
        "logits [N, V] and labels [N]",
        in);
    return List.of(new long[0]);
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> gradients) {
    return List.of(
        new Backward(sameDiff, gradients.get(0), arg(0), arg(1), smoothing(), paddingId())
            .output());
  }

  /** dloss (scalar), logits [N, V], labels [N] → dlogits [N, V], zero in rows of padding. */
  public static final class Backward extends GraphOp {
    private static final String NAME = LabelSmoothedCrossEntropy.NAME + "_backward";

    /** For SameDiff's clone. */
    public Backward() {}

    private Backward(
        SameDiff graph,
        SDVariable gradient,
        SDVariable logits,
        SDVariable labels,
        double smoothing,
        int paddingId) {
      super(graph, gradient, logits, labels);
      addTArgument(smoothing);
      addIArgument(paddingId);
    }

    /** ε. */
    public double smoothing() {
      return real(0);
    }

    /** The label of rows that do not count. */
    public int paddingId() {
      return integer(0);
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
