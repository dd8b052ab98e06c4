package dev.dolmetsch.data.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a batch is divided among workers: in the order of the sources' lengths, as similar ones are
 * padded least, and of all cuts of that order by one whose largest shard has the least work.
 *
 * <p>The work of a shard of n pairs is taken to be n·(S + {@value #TARGET_WORK}·T), where S and T
 * are its longest source and target: padding is computed, too, and a target's position goes through
 * one more attention and the vocabulary. Measured in operations it is 1.8 with 3+3 layers of width
 * 256, 2.6 with 4+4 of width 128, and 8,000 pieces.
 */
final class Shards {
  private static final int TARGET_WORK = 2;

  private final int[] sourceLengths;
  private final int[] targetLengths;
  private final int[] order;

  private Shards(int[] sourceLengths, int[] targetLengths) {
    this.sourceLengths = sourceLengths;
    this.targetLengths = targetLengths;
    this.order =
        IntStream.range(0, sourceLengths.length)
            .boxed()
            .sorted(
                Comparator.comparingInt((Integer pair) -> sourceLengths[pair])
                    .thenComparingInt(pair -> targetLengths[pair]))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /**
   * Divides pairs.
   *
   * @param sourceLengths with {@code </s>}
   * @param targetLengths with {@code </s>}, as many
   * @param count at least 1, at most as many as there are pairs
   * @return for each shard its pairs' places in the batch, ascending; at least one
   */
  static List<int[]> divide(int[] sourceLengths, int[] targetLengths, int count) {
    Shards shards = new Shards(sourceLengths, targetLengths);
    int source = Arrays.stream(sourceLengths).max().orElse(0);
    int target = Arrays.stream(targetLengths).max().orElse(0);
    long enough = work(sourceLengths.length, source, target);
    long tooLittle = 0;
    while (enough - tooLittle > 1) {
      long middle = (enough + tooLittle) >>> 1;
      if (shards.ends(middle, count).size() <= count) {
        enough = middle;
      } else {
        tooLittle = middle;
      }
    }
    return shards.members(shards.ends(enough, count));
  }

  /**
   * Where shards end in the order if each takes as many pairs as it can do with so much work, but
   * leaves one for each shard behind it.
   */
  private List<Integer> ends(long most, int count) {
    List<Integer> ends = new ArrayList<>();
    int first = 0;
    int source = 0;
    int target = 0;
    for (int i = 0; i < order.length; i++) {
      source = Math.max(source, sourceLengths[order[i]]);
      target = Math.max(target, targetLengths[order[i]]);
      boolean restIsNeeded = order.length - i == count - 1 - ends.size();
      if (i > first && (restIsNeeded || work(i + 1 - first, source, target) > most)) {
        ends.add(i);
        first = i;
        source = sourceLengths[order[i]];
        target = targetLengths[order[i]];
      }
    }
    ends.add(order.length);
    return ends;
  }

  private static long work(long pairs, int source, int target) {
    return pairs * (source + (long) TARGET_WORK * target);
  }

  private List<int[]> members(List<Integer> ends) {
    List<int[]> members = new ArrayList<>();
    int first = 0;
    for (int end : ends) {
      int[] shard = Arrays.copyOfRange(order, first, end);
      Arrays.sort(shard);
      members.add(shard);
      first = end;
    }
    return members;
  }
}
