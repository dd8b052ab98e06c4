package dev.dolmetsch.model.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Makes a {@link Shortlist} of training pairs. For each source piece s the target pieces t of the
 * largest Dice coefficient are kept, 2·n(s, t) / (n(s) + n(t)), where n counts pairs with s, with
 * t, or with both (Smadja et al., "Translating collocations for bilingual lexicons", 1996).
 *
 * <p>Needs memory for each pair of pieces that occurs.
 */
public final class ShortlistBuilder {
  private final int vocabularySize;
  private final long[] sources;
  private final long[] targets;
  private final List<Map<Integer, int[]>> together;

  /** No pairs yet. */
  public ShortlistBuilder(int vocabularySize) {
    this.vocabularySize = vocabularySize;
    this.sources = new long[vocabularySize];
    this.targets = new long[vocabularySize];
    this.together = new ArrayList<>();
    IntStream.range(0, vocabularySize).forEach(id -> together.add(new HashMap<>()));
  }

  /** Counts a pair. */
  public void add(int[] source, int[] target) {
    int[] targetPieces = Arrays.stream(target).distinct().toArray();
    for (int t : targetPieces) {
      targets[t]++;
    }
    for (int s : Arrays.stream(source).distinct().toArray()) {
      sources[s]++;
      Map<Integer, int[]> counts = together.get(s);
      for (int t : targetPieces) {
        counts.computeIfAbsent(t, key -> new int[1])[0]++;
      }
    }
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
        IntStream.range(0, vocabularySize)
            .boxed()
            .filter(id -> targets[id] > 0)
            .sorted(Comparator.comparingLong((Integer id) -> -targets[id]))
            .limit(frequent)
            .mapToInt(Integer::intValue);
    int[][] byPiece =
        IntStream.range(0, vocabularySize).mapToObj(s -> best(s, perPiece)).toArray(int[][]::new);
    return new Shortlist(
        IntStream.concat(IntStream.of(always), most).distinct().sorted().toArray(), byPiece);
  }

  private int[] best(int source, int count) {
    Map<Integer, int[]> counts = together.get(source);
    return counts.keySet().stream()
        .sorted(
            Comparator.comparingDouble((Integer t) -> -dice(source, t, counts))
                .thenComparing(Comparator.naturalOrder()))
        .limit(count)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  private double dice(int source, int target, Map<Integer, int[]> counts) {
    int[] both = counts.getOrDefault(target, new int[1]);
    return 2.0 * both[0] / (sources[source] + targets[target]);
  }
}
