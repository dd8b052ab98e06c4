package dev.dolmetsch.model.decode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Puts sources of similar length together. */
final class LengthBatches {
  /**
   * Hypotheses that a batch may have at most: caches and logits grow with them, but more no longer
   * make matrix products faster.
   */
  static final int MAX_HYPOTHESES = 1024;

  private LengthBatches() {}

  /**
   * Cuts sources, longest first, into batches.
   *
   * @param tokens what a batch's sources may have at most, padded, each with its {@code </s>}; one
   *     source alone may have more
   * @param beams hypotheses per source, of which a batch has at most {@link #MAX_HYPOTHESES}
   * @return the sources' places in the list, batch by batch
   * @throws IllegalArgumentException if a source is empty
   */
  static List<List<Integer>> of(List<int[]> sources, int tokens, int beams) {
    List<Integer> order =
        IntStream.range(0, sources.size())
            .boxed()
            .sorted(Comparator.comparingInt((Integer i) -> -sources.get(i).length))
            .toList();
    List<List<Integer>> batches = new ArrayList<>();
    int start = 0;
    while (start < order.size()) {
      int longest = sources.get(order.get(start)).length;
      if (sources.get(order.get(order.size() - 1)).length == 0) {
        throw new IllegalArgumentException(
            "every source must have at least one piece, but source "
                + order.get(order.size() - 1)
                + " has none");
      }
      int count = Math.max(1, Math.min(tokens / (longest + 1), MAX_HYPOTHESES / beams));
      int end = Math.min(order.size(), start + count);
      batches.add(order.subList(start, end));
      start = end;
    }
    return batches;
  }
}
