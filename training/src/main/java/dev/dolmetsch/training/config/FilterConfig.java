package dev.dolmetsch.training.config;

/**
 * Which training pairs are left out; pairs with a blank side always are.
 *
 * @param maxTokens longest side that is kept, in subword pieces, 1–4096
 * @param maxLengthRatio largest ratio of the longer to the shorter side in pieces that is kept,
 *     1–1000; 0 keeps all
 * @param dropIdentical whether pairs whose sides are equal are dropped
 * @param dropDuplicates whether a pair that occurred before is dropped
 */
public record FilterConfig(
    int maxTokens, double maxLengthRatio, boolean dropIdentical, boolean dropDuplicates) {
  /** Refuses values out of range, naming the key. */
  public FilterConfig {
    Check.range("data.filters.max_tokens", maxTokens, 1, 4096);
    Check.that(
        maxLengthRatio == 0 || (maxLengthRatio >= 1 && maxLengthRatio <= 1_000),
        "data.filters.max_length_ratio",
        maxLengthRatio,
        "in 1–1000, or 0 (off)");
  }
}
