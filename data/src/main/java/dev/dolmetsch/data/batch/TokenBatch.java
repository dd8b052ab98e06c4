package dev.dolmetsch.data.batch;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * B sentence pairs that are computed together. S is the longest source with its {@code </s>}, T the
 * longest target with its {@code <s>} or {@code </s>}, unless they were {@link #widened}. Padding
 * stands behind the ids of a row, and nowhere else. Immutable.
 */
public final class TokenBatch {
  private final SpecialIds specials;
  private final List<int[]> sources;
  private final List<int[]> targets;
  private final int[] sentenceNumbers;
  private final int sourceWidth;
  private final int targetWidth;

  /**
   * A batch of pairs.
   *
   * @param sources ids of the B sources, without special ids
   * @param targets ids of the B targets, without special ids
   * @param specials the special ids to add
   * @throws IllegalArgumentException if there is no pair or not a target for each source
   */
  public TokenBatch(List<int[]> sources, List<int[]> targets, SpecialIds specials) {
    this(
        sources.stream().map(int[]::clone).toList(),
        targets.stream().map(int[]::clone).toList(),
        specials,
        IntStream.range(0, sources.size()).toArray(),
        width(sources),
        width(targets));
    if (sources.isEmpty() || sources.size() != targets.size()) {
      throw new IllegalArgumentException(
          "sources and targets must be equally many and at least 1, but are "
              + sources.size()
              + " and "
              + targets.size());
    }
  }

  private TokenBatch(
      List<int[]> sources,
      List<int[]> targets,
      SpecialIds specials,
      int[] sentenceNumbers,
      int sourceWidth,
      int targetWidth) {
    this.specials = specials;
    this.sources = sources;
    this.targets = targets;
    this.sentenceNumbers = sentenceNumbers;
    this.sourceWidth = sourceWidth;
    this.targetWidth = targetWidth;
  }

  private static int width(List<int[]> rows) {
    return 1 + rows.stream().mapToInt(row -> row.length).max().orElse(0);
  }

  /** B, the number of pairs. */
  public int sentences() {
    return sources.size();
  }

  /** S, positions of a source with its {@code </s>} and padding. */
  public int sourceWidth() {
    return sourceWidth;
  }

  /** T, positions of a target with its {@code </s>} and padding. */
  public int targetWidth() {
    return targetWidth;
  }

  /** [B·S], row by row: each source, {@code </s>}, padding. */
  public int[] sourceIds() {
    return rows(sources, sourceWidth, false);
  }

  /** [B·T], row by row: {@code <s>}, the target, padding; what the decoder reads. */
  public int[] decoderInput() {
    return rows(targets, targetWidth, true);
  }

  /** [B·T], row by row: the target, {@code </s>}, padding; what the decoder should write. */
  public int[] decoderOutput() {
    return rows(targets, targetWidth, false);
  }

  private int[] rows(List<int[]> ids, int width, boolean startFirst) {
    int[] rows = new int[Math.multiplyExact(ids.size(), width)];
    Arrays.fill(rows, specials.padding());
    for (int b = 0; b < ids.size(); b++) {
      int[] row = ids.get(b);
      int first = b * width;
      rows[startFirst ? first : first + row.length] =
          startFirst ? specials.start() : specials.end();
      System.arraycopy(row, 0, rows, startFirst ? first + 1 : first, row.length);
    }
    return rows;
  }

  /** [B], each source's ids with its {@code </s>}. */
  public int[] sourceLengths() {
    return lengths(sources);
  }

  /** [B], each target's ids with its {@code </s>}; as many as the decoder reads. */
  public int[] targetLengths() {
    return lengths(targets);
  }

  private static int[] lengths(List<int[]> rows) {
    return rows.stream().mapToInt(row -> row.length + 1).toArray();
  }

  /**
   * [B], a number for each pair, which it keeps in whatever shard it comes to lie: its place in the
   * batch, counted from 0 or as {@link #numberedFrom} says.
   */
  public int[] sentenceNumbers() {
    return sentenceNumbers.clone();
  }

  /** The same pairs, numbered from {@code first} on in their order. */
  public TokenBatch numberedFrom(int first) {
    return new TokenBatch(
        sources,
        targets,
        specials,
        IntStream.range(first, first + sentences()).toArray(),
        sourceWidth,
        targetWidth);
  }

  /**
   * The same pairs with more padding, so that few different shapes occur.
   *
   * @param source S, at least as it is
   * @param target T, at least as it is
   * @throws IllegalArgumentException if one is less
   */
  public TokenBatch widened(int source, int target) {
    if (source < sourceWidth || target < targetWidth) {
      throw new IllegalArgumentException(
          String.format(
              "widths must be at least %d and %d, but are %d and %d",
              sourceWidth, targetWidth, source, target));
    }
    return new TokenBatch(sources, targets, specials, sentenceNumbers, source, target);
  }

  /** All targets' ids with {@code </s>}, without padding: what a loss is summed over. */
  public int targetTokens() {
    return IntStream.of(targetLengths()).sum();
  }

  /**
   * Divides the batch among workers so that they have nearly equal work: pairs with sources of
   * similar length together, the shortest in the first shard. Within a shard the pairs keep their
   * order and numbers. The division depends on nothing but the pairs' lengths.
   *
   * @param count the number of workers, at least 1
   * @return {@code count} shards, or one a pair where there are fewer pairs; none is empty
   */
  public List<TokenBatch> shards(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, but is " + count);
    }
    int shardCount = Math.min(count, sentences());
    if (shardCount == 1) {
      return List.of(this);
    }
    return Shards.divide(sourceLengths(), targetLengths(), shardCount).stream()
        .map(this::shard)
        .toList();
  }

  private TokenBatch shard(int[] members) {
    List<int[]> shardSources = IntStream.of(members).mapToObj(sources::get).toList();
    List<int[]> shardTargets = IntStream.of(members).mapToObj(targets::get).toList();
    return new TokenBatch(
        shardSources,
        shardTargets,
        specials,
        IntStream.of(members).map(b -> sentenceNumbers[b]).toArray(),
        width(shardSources),
        width(shardTargets));
  }
}
