package dev.dolmetsch.training.metric;

import java.util.Arrays;
import java.util.List;

/** Sums of counts per n-gram order. */
final class Tally {

  private Tally() {}

  /**
   * Adds counts to a running sum, entry by entry.
   *
   * @throws IllegalArgumentException if the lengths differ
   */
  static void add(long[] sum, List<Long> counts) {
    if (sum.length != counts.size()) {
      throw new IllegalArgumentException(
          "statistics must all have " + sum.length + " orders, but one has " + counts.size());
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] += counts.get(i);
    }
  }

  static List<Long> toList(long[] counts) {
    return Arrays.stream(counts).boxed().toList();
  }
}
