package dev.dolmetsch.model.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes a {@link Shortlist} of training pairs. For each source piece s the target pieces t of the
 * largest Dice coefficient are kept, 2·n(s, t) / (n(s) + n(t)), where n counts pairs with s, with
 * t, or with both (Smadja et al., "Translating collocations for bilingual lexicons", 1996).
 *
 * <p>Keeps the pieces of all pairs in memory: V counts for one source piece at a time are then all
 * that counting needs.
 */
public final class ShortlistBuilder {
  private final int[] sourceCounts;
  private final int[] targetCounts;

  /** Each pair's distinct pieces. */
  private final List<int[]> sources = new ArrayList<>();

  private final List<int[]> targets = new ArrayList<>();

  /** No pairs yet. */
  public ShortlistBuilder(int vocabularySize) {
    this.sourceCounts = new int[vocabularySize];
    this.targetCounts = new int[vocabularySize];
  }

  /** Counts a pair. */
  public void add(int[] source, int[] target) {
    sources.add(distinct(source, sourceCounts));
    targets.add(distinct(target, targetCounts));
  }

  private static int[] distinct(int[] pieces, int[] counts) {
    int[] distinct = Arrays.stream(pieces).distinct().toArray();
    for (int piece : distinct) {
      counts[piece]++;
    }
    return distinct;
  }

  /**
   * The shortlist of the pairs so far.
   *
   * @param perPiece target pieces kept for each source piece, at most
   * @param frequent most frequent target pieces that are always there
   * @param always further ids that are always there: {@code </s>}
   */
  public Shortlist build(int perPiece, int frequent, int... always) {
    IntStream most =
        IntStream.range(0, targetCounts.length)
            .filter(id -> targetCounts[id] > 0)
            .boxed()
            .sorted(Comparator.comparingInt((Integer id) -> -targetCounts[id]))
            .limit(frequent)
            .mapToInt(Integer::intValue);
    int[][] pairs = pairsBySource();
    int[][] byPiece =
        IntStream.range(0, pairs.length)
            .mapToObj(s -> best(s, pairs[s], perPiece))
            .toArray(int[][]::new);
    return new Shortlist(
        IntStream.concat(IntStream.of(always), most).distinct().sorted().toArray(), byPiece);
  }

  /** The numbers of the pairs that each source piece is in. */
  private int[][] pairsBySource() {
    int[][] pairs = Arrays.stream(sourceCounts).mapToObj(int[]::new).toArray(int[][]::new);
    int[] filled = new int[pairs.length];
    for (int pair = 0; pair < sources.size(); pair++) {
      for (int s : sources.get(pair)) {
        pairs[s][filled[s]++] = pair;
      }
    }
    return pairs;
  }

  private int[] best(int source, int[] pairs, int count) {
    int[] together = new int[targetCounts.length];
    for (int pair : pairs) {
      for (int t : targets.get(pair)) {
        together[t]++;
      }
    }
    return IntStream.range(0, together.length)
        .filter(t -> together[t] > 0)
        .boxed()
        .sorted(
            Comparator.comparingDouble(
                (Integer t) -> -2.0 * together[t] / (sourceCounts[source] + targetCounts[t])))
        .limit(count)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }
}
