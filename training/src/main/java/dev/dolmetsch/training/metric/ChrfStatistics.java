package dev.dolmetsch.training.metric;

import java.util.List;

/**
 * What chrF needs to know of one segment or of many; sums of statistics are statistics. Each list
 * has the orders of characters first, then those of words.
 *
 * @param hypothesis n-grams of the hypothesis; 0 for an order that the reference has none of
 * @param reference n-grams of the reference that scores best
 * @param matches n-grams that both have
 */
public record ChrfStatistics(List<Long> hypothesis, List<Long> reference, List<Long> matches) {

  /** Refuses lists of different lengths. */
  public ChrfStatistics {
    hypothesis = List.copyOf(hypothesis);
    reference = List.copyOf(reference);
    matches = List.copyOf(matches);
    if (hypothesis.size() != matches.size() || reference.size() != matches.size()) {
      throw new IllegalArgumentException(
          "hypothesis, reference and matches must have one entry for each order, but have "
              + hypothesis.size()
              + ", "
              + reference.size()
              + " and "
              + matches.size());
    }
  }

  /**
   * The statistics of all these segments together; a segment may occur more than once.
   *
   * @throws IllegalArgumentException if there are none, or they have different orders
   */
  public static ChrfStatistics sum(List<ChrfStatistics> segments) {
    if (segments.isEmpty()) {
      throw new IllegalArgumentException("the sum needs at least 1 segment, but has 0");
    }
    int orders = segments.get(0).matches.size();
    long[] hypothesis = new long[orders];
    long[] reference = new long[orders];
    long[] matches = new long[orders];
    for (ChrfStatistics segment : segments) {
      Tally.add(hypothesis, segment.hypothesis);
      Tally.add(reference, segment.reference);
      Tally.add(matches, segment.matches);
    }
    return new ChrfStatistics(
        Tally.toList(hypothesis), Tally.toList(reference), Tally.toList(matches));
  }
}
