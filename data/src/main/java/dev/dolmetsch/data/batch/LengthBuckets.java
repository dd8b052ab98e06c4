package dev.dolmetsch.data.batch;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.corpus.EncodedPairs;
import java.nio.file.Path;
import java.util.function.IntUnaryOperator;

/**
 * The pairs sorted by length and cut into batches; the same in every epoch.
 *
 * <p>The order is by target length, then source length, then place in the corpus. A batch takes the
 * next pairs as long as their number times their longest side, with {@code </s>}, is at most {@code
 * tokensPerBatch}.
 */
final class LengthBuckets {
  private final EncodedPairs pairs;
  private final IntTable sorted;
  private final IntTable batchEnds;

  /**
   * Sorts and cuts.
   *
   * @throws DolmetschException if a pair alone is larger than a batch
   */
  LengthBuckets(EncodedPairs pairs, int tokensPerBatch, Path workFolder) {
    this.pairs = pairs;
    int size = checkedSize(pairs);
    int longest = requireFitting(pairs, size, tokensPerBatch);
    IntTable bySource = countingSort(i -> i, i -> pairs.sourceLength(i), size, longest, workFolder);
    this.sorted =
        countingSort(bySource::get, i -> pairs.targetLength(i), size, longest, workFolder);
    this.batchEnds = new IntTable(workFolder, cut(tokensPerBatch, (batch, end) -> {}));
    cut(tokensPerBatch, batchEnds::set);
  }

  private static int checkedSize(EncodedPairs pairs) {
    if (pairs.size() < 1) {
      throw new IllegalArgumentException("pairs must be at least 1, but are " + pairs.size());
    }
    if (pairs.size() > Integer.MAX_VALUE) {
      throw new DolmetschException(
          "the corpus has "
              + pairs.size()
              + " sentence pairs, but at most "
              + Integer.MAX_VALUE
              + " can be put in order; train on a part of it");
    }
    return (int) pairs.size();
  }

  private static int requireFitting(EncodedPairs pairs, int size, int tokensPerBatch) {
    if (tokensPerBatch < 1) {
      throw new IllegalArgumentException(
          "training.tokens_per_batch must be at least 1, but is " + tokensPerBatch);
    }
    int longest = 0;
    for (int i = 0; i < size; i++) {
      longest = Math.max(longest, Math.max(pairs.sourceLength(i), pairs.targetLength(i)) + 1);
    }
    if (longest > tokensPerBatch) {
      throw new DolmetschException(
          "training.tokens_per_batch is "
              + tokensPerBatch
              + ", but the longest sentence has "
              + longest
              + " tokens with its </s>; raise training.tokens_per_batch or lower"
              + " data.filters.max_tokens");
    }
    return longest;
  }

  /** Stable: entries of equal length keep their order. */
  private static IntTable countingSort(
      IntUnaryOperator order, IntUnaryOperator length, int size, int longest, Path workFolder) {
    int[] next = new int[longest + 1];
    for (int i = 0; i < size; i++) {
      next[length.applyAsInt(i) + 1]++;
    }
    for (int i = 1; i <= longest; i++) {
      next[i] += next[i - 1];
    }
    IntTable sorted = new IntTable(workFolder, size);
    for (int i = 0; i < size; i++) {
      int pair = order.applyAsInt(i);
      sorted.set(next[length.applyAsInt(pair)]++, pair);
    }
    return sorted;
  }

  /** Finds each batch's end in the sorted order; returns the number of batches. */
  private int cut(int tokensPerBatch, BatchEnd found) {
    int batches = 0;
    int start = 0;
    int widest = 0;
    for (int i = 0; i < sorted.size(); i++) {
      int width = width(i);
      widest = Math.max(widest, width);
      if ((i - start + 1L) * widest > tokensPerBatch) {
        found.accept(batches, i);
        batches++;
        start = i;
        widest = width;
      }
    }
    found.accept(batches, sorted.size());
    return batches + 1;
  }

  private int width(int i) {
    int pair = sorted.get(i);
    return 1 + Math.max(pairs.sourceLength(pair), pairs.targetLength(pair));
  }

  /** The number of pairs. */
  int size() {
    return sorted.size();
  }

  /** The pair at that place of the sorted order. */
  int pair(int place) {
    return sorted.get(place);
  }

  /** Whether the pairs at two places of the sorted order have equal lengths on both sides. */
  boolean sameLengths(int place, int other) {
    int one = sorted.get(place);
    int two = sorted.get(other);
    return pairs.targetLength(one) == pairs.targetLength(two)
        && pairs.sourceLength(one) == pairs.sourceLength(two);
  }

  /** The number of batches. */
  int batches() {
    return batchEnds.size();
  }

  /** The first place of a batch. */
  int start(int batch) {
    return batch == 0 ? 0 : batchEnds.get(batch - 1);
  }

  /** The place behind a batch's last. */
  int end(int batch) {
    return batchEnds.get(batch);
  }

  @FunctionalInterface
  private interface BatchEnd {
    void accept(int batch, int end);
  }
}
