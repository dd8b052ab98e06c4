package dev.dolmetsch.training.metric;

import java.util.Objects;

/**
 * The variant of BLEU.
 *
 * @param tokenizer how lines are split into words
 * @param lowercase whether both sides are lower-cased first
 * @param smoothing what stands in for zero precisions
 * @param effectiveOrder whether orders without any n-gram in the hypotheses are left out of the
 *     mean; sensible for single sentences
 * @param maxOrder longest n-grams counted, at least 1; signatures do not tell it
 */
public record BleuOptions(
    BleuTokenizer tokenizer,
    boolean lowercase,
    Smoothing smoothing,
    boolean effectiveOrder,
    int maxOrder) {

  /** Refuses values out of range. */
  public BleuOptions {
    Objects.requireNonNull(tokenizer, "tokenizer");
    Objects.requireNonNull(smoothing, "smoothing");
    if (maxOrder < 1) {
      throw new IllegalArgumentException("maxOrder must be at least 1, but is " + maxOrder);
    }
  }

  /** sacreBLEU's defaults: 13a, cased, exponential smoothing, all of four orders. */
  public static BleuOptions defaults() {
    return new BleuOptions(BleuTokenizer.MTEVAL_13A, false, new Smoothing.Exponential(), false, 4);
  }

  /** The same options with another tokenizer. */
  public BleuOptions withTokenizer(BleuTokenizer other) {
    return new BleuOptions(other, lowercase, smoothing, effectiveOrder, maxOrder);
  }

  /** The same options, lower-casing or not. */
  public BleuOptions withLowercase(boolean value) {
    return new BleuOptions(tokenizer, value, smoothing, effectiveOrder, maxOrder);
  }

  /** The same options with another smoothing. */
  public BleuOptions withSmoothing(Smoothing other) {
    return new BleuOptions(tokenizer, lowercase, other, effectiveOrder, maxOrder);
  }

  /** The same options, with effective order or not. */
  public BleuOptions withEffectiveOrder(boolean value) {
    return new BleuOptions(tokenizer, lowercase, smoothing, value, maxOrder);
  }

  /** The same options with another maximum order. */
  public BleuOptions withMaxOrder(int order) {
    return new BleuOptions(tokenizer, lowercase, smoothing, effectiveOrder, order);
  }

  /** The signature for that many references. */
  String signature(int references) {
    return "nrefs:"
        + references
        + "|case:"
        + (lowercase ? "lc" : "mixed")
        + "|eff:"
        + (effectiveOrder ? "yes" : "no")
        + "|tok:"
        + tokenizer.code()
        + "|smooth:"
        + smoothing.signature()
        + "|version:"
        + Score.VERSION;
  }
}
