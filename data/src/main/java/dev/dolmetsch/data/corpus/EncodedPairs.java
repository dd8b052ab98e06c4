package dev.dolmetsch.data.corpus;

import java.util.List;

/**
 * Sentence pairs as subword ids, seen in one direction. Ids are without {@code <s>}, {@code </s>}
 * and padding. Safe for several threads.
 */
public interface EncodedPairs {
  /** The number of pairs. */
  long size();

  /** The ids of pair {@code i}'s source, 0 ≤ i &lt; size; the caller's own copy. */
  int[] source(long i);

  /** The ids of pair {@code i}'s target; the caller's own copy. */
  int[] target(long i);

  /** The number of ids of pair {@code i}'s source, without reading them. */
  int sourceLength(long i);

  /** The number of ids of pair {@code i}'s target, without reading them. */
  int targetLength(long i);

  /**
   * A few pairs held on the heap, for tests and small samples.
   *
   * @throws IllegalArgumentException if there are not as many targets as sources
   */
  static EncodedPairs of(List<int[]> sources, List<int[]> targets) {
    return new PairsOnHeap(sources, targets);
  }
}
