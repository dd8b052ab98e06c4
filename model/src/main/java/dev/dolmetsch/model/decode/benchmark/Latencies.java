package dev.dolmetsch.model.decode.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How long sentences took, one at a time. */
final class Latencies {
  private static final int BAR = 40;

  private final long[] sorted;

  /** Of at least one sentence, in nanoseconds. */
  Latencies(long[] nanoseconds) {
    if (nanoseconds.length == 0) {
      throw new IllegalArgumentException("there must be at least one latency");
    }
    sorted = nanoseconds.clone();
    Arrays.sort(sorted);
  }

  /** The mean in milliseconds. */
  double mean() {
    return Arrays.stream(sorted).average().orElseThrow() / 1e6;
  }

  /** The least time in milliseconds that this fraction of the sentences did not exceed. */
  double quantile(double fraction) {
    int rank = (int) Math.ceil(fraction * sorted.length);
    return sorted[Math.max(0, rank - 1)] / 1e6;
  }

  /**
   * A line for each range of times, √2 from one bound to the next, from the first that occurred.
   */
  List<String> histogram() {
    int first = bucket(sorted[0]);
    int last = bucket(sorted[sorted.length - 1]);
    int[] counts = new int[last - first + 1];
    for (long nanoseconds : sorted) {
      counts[bucket(nanoseconds) - first]++;
    }
    int most = Arrays.stream(counts).max().orElseThrow();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      String bar = "#".repeat((counts[i] * BAR + most - 1) / most);
      double upTo = Math.pow(2, (first + i) / 2.0);
      lines.add(
          String.format(Locale.ROOT, "  up to %7.1f ms %6d %s", upTo, counts[i], bar)
              .stripTrailing());
    }
    return lines;
  }

  /** k for times above √2^(k−1) and up to √2^k milliseconds. */
  private static int bucket(long nanoseconds) {
    return (int) Math.ceil(2 * Math.log(Math.max(1, nanoseconds) / 1e6) / Math.log(2) - 1e-9);
  }
}
