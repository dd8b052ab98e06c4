package dev.dolmetsch.model.ops;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Inverted dropout (Srivastava et al., 2014): each element is dropped with probability p, the
 * others are divided by 1 − p: x [B·T, D] or [B, H, T, S], seed [2], sentences [B] (both int32) → y
 * of x's shape.
 *
 * <p>The mask is a function of the seed, the site, the sentence's number and the element's place in
 * its sentence alone ({@link dev.dolmetsch.model.engine.DropoutMask}). So the gradient is the same
 * operation on the gradient and nothing needs to be kept; and a run that is resumed, or whose
 * batches are padded or divided in another way, draws the same masks.
 */
public final class Dropout extends GraphOp {
  private static final String NAME = "dolmetsch_dropout";

  /** Rows from one head's first to the next one's: more than there are positions. */
  private static final int HEAD_STRIDE = 1 << 16;

  /** For SameDiff's clone. */
  public Dropout() {}

  /**
   * Drops elements of x.
   *
   * @param seed upper and lower half of the update's seed
   * @param sentences numbers of x's sentences within the update
   * @param site tells the places of one graph apart, so that their masks differ
   */
  public Dropout(
      SameDiff graph,
      SDVariable x,
      SDVariable seed,
      SDVariable sentences,
      double probability,
      int site) {
    super(graph, x, seed, sentences);
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

  /**
   * The row within its sentence of an attention head's row; of [B·T, D], which has no heads, the
   * head is 0. Independent of T, so that padding does not move a row.
   */
  public static int row(int head, int position) {
    return head * HEAD_STRIDE + position;
  }

  @Override
  public String opName() {
    return NAME;
  }

  @Override
  public List<long[]> outputShapes(List<long[]> in) {
    long[] x = in.get(0);
    require(
        fits(in.get(1), 2)
            && fits(in.get(2), ANY)
            && (fits(x, ANY, ANY)
                ? x[0] % in.get(2)[0] == 0
                : fits(x, in.get(2)[0], ANY, ANY, ANY) && x[2] <= HEAD_STRIDE),
        "x [B·T, D] or [B, H, T, S] with T at most " + HEAD_STRIDE + ", seed [2], sentences [B]",
        in);
    return List.of(x);
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> gradients) {
    SDVariable dx =
        new Dropout(sameDiff, gradients.get(0), arg(1), arg(2), probability(), site()).output();
    return List.of(dx);
  }
}
