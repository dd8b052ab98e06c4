package dev.dolmetsch.training.metric;

import java.util.List;

/**
 * What BLEU needs to know of one segment or of many; sums of statistics are statistics.
 *
 * @param sysLen words of the hypothesis
 * @param refLen words of the reference that is closest in length, of the shorter on a tie
 * @param matches per order, hypothesis n-grams found in the references, each counted at most as
 *     often as in that reference that has it most often
 * @param totals per order, n-grams of the hypothesis
 */
public record BleuStatistics(long sysLen, long refLen, List<Long> matches, List<Long> totals) {

  /** Refuses lists of different lengths. */
  public BleuStatistics {
    matches = List.copyOf(matches);
    totals = List.copyOf(totals);
    if (matches.size() != totals.size()) {
      throw new IllegalArgumentException(
          "matches and totals must have one entry for each order, but have "
              + matches.size()
              + " and "
              + totals.size());
    }
  }

  /**
   * The statistics of all these segments together; a segment may occur more than once.
   *
   * @throws IllegalArgumentException if there are none, or they have different orders
   */
  public static BleuStatistics sum(List<BleuStatistics> segments) {
    if (segments.isEmpty()) {
      throw new IllegalArgumentException("the sum needs at least 1 segment, but has 0");
    }
    int orders = segments.get(0).totals.size();
    long sysLen = 0;
    long refLen = 0;
    long[] matches = new long[orders];
    long[] totals = new long[orders];
    for (BleuStatistics segment : segments) {
      sysLen += segment.sysLen;
      refLen += segment.refLen;
      Tally.add(matches, segment.matches);
      Tally.add(totals, segment.totals);
    }
    return new BleuStatistics(sysLen, refLen, Tally.toList(matches), Tally.toList(totals));
  }
}
