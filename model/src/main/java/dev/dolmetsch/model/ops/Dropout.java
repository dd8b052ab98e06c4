package dev.dolmetsch.model.ops;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Inverted dropout (Srivastava et al., 2014): each element is dropped with probability p, the
 * others are divided by 1 − p: x of any shape, seed [2] (int32) → y of the same shape.
 *
 * <p>The mask is a function of the seed, the site and the element's index alone, so the gradient is
 * the same operation on the gradient and nothing needs to be kept, and a resumed run draws the same
 * masks.
 */
public final class Dropout extends GraphOp {
  private static final String NAME = "dolmetsch_dropout";

  /** For SameDiff's clone. */
  public Dropout() {}

  /**
   * Drops elements of x.
   *
   * @param site tells the places of one graph apart, so that their masks differ
   */
  public Dropout(SameDiff graph, SDVariable x, SDVariable seed, double probability, int site) {
    super(graph, x, seed);
    addTArgument(probability);
    addIArgument(site);
  }

  /** p. */
  public double probability() {
    return real(0);
  }

  /** The place in the graph. */
  public int site() {
    return integer(0);
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
    SDVariable dx = new Dropout(sameDiff, gradients.get(0), arg(1), probability(), site()).output();
    return List.of(dx);
  }
}
