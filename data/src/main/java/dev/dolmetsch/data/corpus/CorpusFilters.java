package dev.dolmetsch.data.corpus;

/**
 * Which pairs are left out; see {@link PairFilter} for their order. Tokens are subword tokens once
 * there is a subword model, and words between white space before.
 *
 * @param dropBlank leave out pairs with a blank side
 * @param maxTokens leave out pairs with a side of more tokens than this, 1–100,000; 0 keeps all
 * @param maxLengthRatio leave out pairs whose longer side has more than this many times the tokens
 *     of the shorter, 1–1,000; 0 keeps all
 * @param dropIdentical leave out pairs of two identical sides
 * @param dropDuplicates leave out a pair that occurred before, letter for letter
 */
public record CorpusFilters(
    boolean dropBlank,
    int maxTokens,
    double maxLengthRatio,
    boolean dropIdentical,
    boolean dropDuplicates) {
  /** The largest {@code maxTokens}. */
  public static final int LARGEST_MAX_TOKENS = 100_000;

  private static final int LARGEST_MAX_RATIO = 1_000;

  /** Refuses values out of range, naming the key as it stands in a configuration file. */
  public CorpusFilters {
    if (maxTokens < 0 || maxTokens > LARGEST_MAX_TOKENS) {
      throw new IllegalArgumentException(
          "data.filters.max_tokens must be 0 (off) or in 1–100000, but is " + maxTokens);
    }
    boolean ratioInRange = maxLengthRatio >= 1 && maxLengthRatio <= LARGEST_MAX_RATIO;
    if (maxLengthRatio != 0 && !ratioInRange) {
      throw new IllegalArgumentException(
          "data.filters.max_length_ratio must be 0 (off) or in 1–1000, but is " + maxLengthRatio);
    }
  }

  /** All filters on: at most 250 tokens a side, at most 5 times as many on one as on the other. */
  public static CorpusFilters defaults() {
    return new CorpusFilters(true, 250, 5.0, true, true);
  }

  /** All filters off. */
  public static CorpusFilters none() {
    return new CorpusFilters(false, 0, 0, false, false);
  }
}
