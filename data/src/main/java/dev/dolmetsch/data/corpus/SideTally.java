package dev.dolmetsch.data.corpus;

import java.nio.file.Path;
import java.util.Arrays;

/** Counts the kept sentences of one language. */
final class SideTally {
  private final FingerprintSet sentences;
  private final long[] histogram = new long[SideStatistics.BIN_STARTS.size()];
  private long tokens;
  private int shortest = Integer.MAX_VALUE;
  private int longest;
  private long count;

  SideTally(Path workFolder) {
    this.sentences = new FingerprintSet(workFolder);
  }

  void add(Fingerprint128 sentence, int length) {
    sentences.add(sentence);
    histogram[SideStatistics.bin(length)]++;
    tokens += length;
    shortest = Math.min(shortest, length);
    longest = Math.max(longest, length);
    count++;
  }

  SideStatistics statistics() {
    return new SideStatistics(
        sentences.size(),
        tokens,
        count == 0 ? 0 : (double) tokens / count,
        count == 0 ? 0 : shortest,
        longest,
        Arrays.stream(histogram).boxed().toList());
  }
}
