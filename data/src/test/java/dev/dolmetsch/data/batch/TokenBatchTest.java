package dev.dolmetsch.data.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenBatchTest {
  private static final SpecialIds SPECIALS = SpecialIds.standard();

  private static TokenBatch batch(List<int[]> sources, List<int[]> targets) {
    return new TokenBatch(sources, targets, SPECIALS);
  }

  @Test
  void rowsAreEndedAndPadded() {
    TokenBatch batch =
        batch(
            List.of(new int[] {10, 11, 12}, new int[] {20}),
            List.of(new int[] {30}, new int[] {40, 41}));
    assertEquals(2, batch.sentences());
    assertEquals(4, batch.sourceWidth());
    assertEquals(3, batch.targetWidth());
    assertArrayEquals(new int[] {10, 11, 12, 2, 20, 2, 3, 3}, batch.sourceIds());
    assertArrayEquals(new int[] {1, 30, 3, 1, 40, 41}, batch.decoderInput());
    assertArrayEquals(new int[] {30, 2, 3, 40, 41, 2}, batch.decoderOutput());
    assertArrayEquals(new int[] {4, 2}, batch.sourceLengths());
    assertArrayEquals(new int[] {2, 3}, batch.targetLengths());
    assertEquals(5, batch.targetTokens());
  }

  @Test
  void widerRowsHaveMorePaddingAndAreTheSameElse() {
    TokenBatch batch =
        batch(List.of(new int[] {10}), List.of(new int[] {30, 31})).numberedFrom(7).widened(3, 4);
    assertEquals(3, batch.sourceWidth());
    assertArrayEquals(new int[] {10, 2, 3}, batch.sourceIds());
    assertArrayEquals(new int[] {1, 30, 31, 3}, batch.decoderInput());
    assertArrayEquals(new int[] {2}, batch.sourceLengths());
    assertArrayEquals(new int[] {7}, batch.sentenceNumbers());
    assertEquals(4, batch.numberedFrom(2).targetWidth());
    assertEquals(
        "widths must be at least 3 and 4, but are 3 and 3",
        assertThrows(IllegalArgumentException.class, () -> batch.widened(3, 3)).getMessage());
  }

  @Test
  void emptySentencesAreSpecialIdsAlone() {
    TokenBatch batch = batch(List.of(new int[0]), List.of(new int[0]));
    assertArrayEquals(new int[] {2}, batch.sourceIds());
    assertArrayEquals(new int[] {1}, batch.decoderInput());
    assertArrayEquals(new int[] {2}, batch.decoderOutput());
  }

  @Test
  void callersCannotChangeABatch() {
    int[] source = {10, 11};
    TokenBatch batch = batch(List.of(source), List.of(new int[] {5}));
    source[0] = 99;
    batch.sourceIds()[0] = 98;
    assertArrayEquals(new int[] {10, 11, 2}, batch.sourceIds());
  }

  @Test
  void shardsDivideThePairs() {
    Random random = new Random(5);
    List<int[]> sources = new ArrayList<>();
    List<int[]> targets = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      sources.add(new int[] {1000 + i});
      int[] target = new int[1 + random.nextInt(30)];
      target[0] = 5000 + i;
      targets.add(target);
    }
    TokenBatch batch = batch(sources, targets);
    for (int count : new int[] {1, 2, 3, 7, 16}) {
      List<TokenBatch> shards = batch.shards(count);
      assertEquals(count, shards.size());
      List<Integer> seen = new ArrayList<>();
      for (TokenBatch shard : shards) {
        int before = seen.size();
        for (int b = 0; b < shard.sentences(); b++) {
          int id = shard.sourceIds()[b * shard.sourceWidth()];
          assertEquals(id + 4000, shard.decoderOutput()[b * shard.targetWidth()]);
          assertTrue(seen.size() == before || seen.get(seen.size() - 1) < id);
          seen.add(id);
        }
      }
      assertEquals(IntStream.range(1000, 1101).boxed().toList(), seen.stream().sorted().toList());
      assertEquals(batch.targetTokens(), shards.stream().mapToInt(TokenBatch::targetTokens).sum());
    }
  }

  @Test
  void noOtherDivisionOfSortedSourcesHasLessWork() {
    Random random = new Random(6);
    for (int round = 0; round < 50; round++) {
      List<int[]> sources = new ArrayList<>();
      List<int[]> targets = new ArrayList<>();
      int pairs = 3 + random.nextInt(10);
      for (int i = 0; i < pairs; i++) {
        sources.add(new int[1 + random.nextInt(30)]);
        targets.add(new int[1 + random.nextInt(30)]);
      }
      TokenBatch batch = batch(sources, targets);
      List<TokenBatch> three = batch.shards(3);
      long most = three.stream().mapToLong(TokenBatchTest::work).max().orElseThrow();
      assertEquals(leastWork(sources, targets), most);
    }
  }

  private static long work(TokenBatch shard) {
    return shard.sentences() * (shard.sourceWidth() + 2L * shard.targetWidth());
  }

  /** The most work of three shards, in the best of all divisions of the pairs in their order. */
  private static long leastWork(List<int[]> sources, List<int[]> targets) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, sources.size()).boxed().toList());
    order.sort(
        Comparator.comparingInt((Integer pair) -> sources.get(pair).length)
            .thenComparingInt(pair -> targets.get(pair).length));
    List<int[]> s = order.stream().map(sources::get).toList();
    List<int[]> t = order.stream().map(targets::get).toList();
    long least = Long.MAX_VALUE;
    for (int i = 1; i < s.size() - 1; i++) {
      for (int j = i + 1; j < s.size(); j++) {
        long most = work(batch(s.subList(0, i), t.subList(0, i)));
        most = Math.max(most, work(batch(s.subList(i, j), t.subList(i, j))));
        most = Math.max(most, work(batch(s.subList(j, s.size()), t.subList(j, t.size()))));
        least = Math.min(least, most);
      }
    }
    return least;
  }

  @Test
  void pairsKeepTheirNumbersInAnyShard() {
    List<int[]> targets = new ArrayList<>();
    for (int length : new int[] {3, 9, 1, 4, 4, 7}) {
      targets.add(new int[length]);
    }
    TokenBatch batch = batch(targets, targets);
    assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5}, batch.sentenceNumbers());
    TokenBatch numbered = batch.numberedFrom(10);
    assertArrayEquals(batch.sourceIds(), numbered.sourceIds());
    for (int count : new int[] {1, 2, 3, 6}) {
      List<Integer> seen = new ArrayList<>();
      for (TokenBatch shard : numbered.shards(count)) {
        int[] numbers = shard.sentenceNumbers();
        for (int b = 0; b < shard.sentences(); b++) {
          assertEquals(targets.get(numbers[b] - 10).length + 1, shard.targetLengths()[b]);
          seen.add(numbers[b]);
        }
      }
      assertEquals(List.of(10, 11, 12, 13, 14, 15), seen.stream().sorted().toList());
    }
  }

  @Test
  void thereAreNoEmptyShards() {
    TokenBatch batch =
        batch(List.of(new int[] {7}, new int[] {8}), List.of(new int[] {7}, new int[] {8, 9}));
    List<TokenBatch> shards = batch.shards(4);
    assertEquals(2, shards.size());
    assertArrayEquals(new int[] {7, 2}, shards.get(0).sourceIds());
    assertArrayEquals(new int[] {8, 2}, shards.get(1).sourceIds());
    assertThrows(IllegalArgumentException.class, () -> batch.shards(0));
  }

  @Test
  void badArgumentsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> batch(List.of(), List.of()));
    assertThrows(IllegalArgumentException.class, () -> batch(List.of(new int[1]), List.of()));
    assertThrows(IllegalArgumentException.class, () -> new SpecialIds(1, 1, 3));
    assertThrows(IllegalArgumentException.class, () -> new SpecialIds(-1, 1, 3));
    assertThrows(IllegalArgumentException.class, () -> new Position(0, -1));
  }
}
