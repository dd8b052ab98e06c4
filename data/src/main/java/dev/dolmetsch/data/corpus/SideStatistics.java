package dev.dolmetsch.data.corpus;

import java.util.List;

/**
 * The kept sentences of one language; lengths in tokens.
 *
 * @param distinctSentences how many different sentences there are
 * @param tokens all tokens
 * @param meanLength tokens a sentence; 0 if there is none
 * @param minLength the shortest sentence's tokens; 0 if there is none
 * @param maxLength the longest sentence's tokens
 * @param histogram sentences by length: entry i counts those of at least {@code BIN_STARTS[i]} and
 *     less than {@code BIN_STARTS[i + 1]} tokens
 */
public record SideStatistics(
    long distinctSentences,
    long tokens,
    double meanLength,
    int minLength,
    int maxLength,
    List<Long> histogram) {
  /** Where the histogram's bins begin; the last one has no end. */
  public static final List<Integer> BIN_STARTS = List.of(0, 1, 5, 10, 15, 20, 30, 40, 60, 100, 200);

  /** Refuses a histogram with other bins. */
  public SideStatistics {
    histogram = List.copyOf(histogram);
    if (histogram.size() != BIN_STARTS.size()) {
      throw new IllegalArgumentException(
          "histogram must have " + BIN_STARTS.size() + " bins, but has " + histogram.size());
    }
  }

  static int bin(int length) {
    int bin = BIN_STARTS.size() - 1;
    while (BIN_STARTS.get(bin) > length) {
      bin--;
    }
    return bin;
  }
}
