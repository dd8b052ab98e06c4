package dev.dolmetsch.model.decode;

/**
 * Diverse beam search of Vijayakumar et al. (2018), with Hamming diversity; the {@code
 * decoding.diversity} section of a configuration file. The beam is divided into groups, which take
 * each step one after another. A piece is the less attractive to a group the more hypotheses of
 * earlier groups have just taken it.
 *
 * @param groups G, at least 1, a divisor of the beam size; 1 is ordinary beam search
 * @param penalty λ, 0–100: subtracted from a continuation's log-probability for each hypothesis of
 *     an earlier group that continues with the same piece at the same step. It decides what is
 *     kept, and enters no log-probability or score.
 */
public record Diversity(int groups, double penalty) {
  /** Refuses values out of range, naming the key as it stands in a configuration file. */
  public Diversity {
    Ranges.require(groups >= 1, "decoding.diversity.groups", groups, "at least 1");
    Ranges.require(
        penalty >= 0 && penalty <= 100, "decoding.diversity.penalty", penalty, "in 0–100");
  }

  /** One group; λ = 0.5 where there are more. */
  public static Diversity defaults() {
    return new Diversity(1, 0.5);
  }
}
