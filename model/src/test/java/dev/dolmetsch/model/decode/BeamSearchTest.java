package dev.dolmetsch.model.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BeamSearchTest {
  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void aSentenceIsTranslatedAloneAsInABatch(int beamSize) {
    DecodingOptions options = options(beamSize, beamSize, 1.0, 1.5, 10, 400);
    try (RandomModel model = new RandomModel(40, 1);
        BeamSearch search = model.search();
        BeamSearch other = model.search()) {
      List<int[]> sources = model.sources(60, 23, 2);
      List<List<Hypothesis>> together = search.search(sources, options);
      HashSet<Integer> lengths = new HashSet<>();
      for (int i = 0; i < sources.size(); i++) {
        List<Hypothesis> alone = other.search(List.of(sources.get(i)), options).get(0);
        assertSame(alone, together.get(i));
        lengths.add(alone.get(0).ids().length);
      }
      assertTrue(lengths.size() > 5, "translations of various lengths, but only of " + lengths);
    }
  }

  @Test
  void aBeamOfOneIsGreedySearch() {
    DecodingOptions options = options(1, 1, 1.0, 1.5, 10, 4096);
    try (RandomModel model = new RandomModel(40, 3);
        BeamSearch search = model.search()) {
      List<int[]> sources = model.sources(12, 15, 4);
      List<List<Hypothesis>> found = search.search(sources, options);
      for (int i = 0; i < sources.size(); i++) {
        Hypothesis greedy = greedyWithoutCaches(model, sources.get(i), options);
        assertSame(List.of(greedy), found.get(i));
      }
    }
  }

  /** Runs the whole decoder again for each prefix. */
  private static Hypothesis greedyWithoutCaches(
      RandomModel model, int[] source, DecodingOptions options) {
    int limit = (int) (options.maxLengthFactor() * source.length) + options.maxLengthOffset();
    int[] target = new int[0];
    double sum = 0;
    while (true) {
      double[] next = model.logProbabilities(source, target).get(target.length);
      int best = argMax(next);
      sum += next[best];
      if (best == RandomModel.SPECIALS.end()) {
        return hypothesis(target, sum, target.length + 1, options);
      }
      target = append(target, best);
      if (target.length == limit) {
        return hypothesis(target, sum, limit, options);
      }
    }
  }

  @Test
  void logProbabilitiesAreThoseOfTheGraphThatSeesWholeTargets() {
    DecodingOptions options = options(6, 6, 0.6, 2, 20, 4096);
    try (RandomModel model = new RandomModel(30, 5);
        BeamSearch search = model.search()) {
      List<int[]> sources = model.sources(10, 20, 6);
      List<List<Hypothesis>> found = search.search(sources, options);
      for (int i = 0; i < sources.size(); i++) {
        int limit = 2 * sources.get(i).length + 20;
        for (Hypothesis hypothesis : found.get(i)) {
          int[] ids = hypothesis.ids();
          List<double[]> rows = model.logProbabilities(sources.get(i), ids);
          double sum = 0;
          for (int t = 0; t < ids.length; t++) {
            sum += rows.get(t)[ids[t]];
          }
          boolean cut = ids.length == limit;
          sum += cut ? 0 : rows.get(ids.length)[RandomModel.SPECIALS.end()];
          assertSame(
              List.of(hypothesis(ids, sum, ids.length + (cut ? 0 : 1), options)),
              List.of(hypothesis));
        }
      }
    }
  }

  @Test
  void nBestListsAreSortedAndDistinct() {
    DecodingOptions options = options(8, 8, 1.0, 1.5, 10, 4096);
    try (RandomModel model = new RandomModel(40, 7);
        BeamSearch search = model.search()) {
      for (List<Hypothesis> nBest : search.search(model.sources(20, 12, 8), options)) {
        assertEquals(8, nBest.size());
        assertEquals(8, nBest.stream().map(BeamSearchTest::pieces).distinct().count());
        for (int i = 1; i < nBest.size(); i++) {
          assertTrue(nBest.get(i - 1).score() >= nBest.get(i).score());
        }
        for (Hypothesis hypothesis : nBest) {
          assertFalse(pieces(hypothesis).contains(RandomModel.SPECIALS.start()));
          assertFalse(pieces(hypothesis).contains(RandomModel.SPECIALS.padding()));
          assertFalse(pieces(hypothesis).contains(RandomModel.SPECIALS.end()));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"5, 2, 0", "5, 2, 1", "64, 3, 0", "64, 3, 1", "64, 3, 2.5"})
  void findsTheBestOfAllTranslationsWhereTheBeamHoldsThem(
      int beamSize, int limit, double lengthPenalty) {
    DecodingOptions options = options(beamSize, 1, lengthPenalty, 0, limit, 4096);
    for (long seed = 0; seed < 4; seed++) {
      try (RandomModel model = new RandomModel(6, seed);
          BeamSearch search = model.search()) {
        int[] source = model.sources(1, 5, seed).get(0);
        List<Hypothesis> all = new ArrayList<>();
        enumerate(model, source, new int[0], 0, options, all);
        Hypothesis best = all.get(0);
        for (Hypothesis hypothesis : all) {
          best = hypothesis.score() > best.score() ? hypothesis : best;
        }
        assertSame(List.of(best), search.search(List.of(source), options).get(0));
      }
    }
  }

  private static void enumerate(
      RandomModel model,
      int[] source,
      int[] prefix,
      double sum,
      DecodingOptions options,
      List<Hypothesis> all) {
    if (prefix.length == options.maxLengthOffset()) {
      all.add(hypothesis(prefix, sum, prefix.length, options));
      return;
    }
    double[] next = model.logProbabilities(source, prefix).get(prefix.length);
    int end = RandomModel.SPECIALS.end();
    all.add(hypothesis(prefix, sum + next[end], prefix.length + 1, options));
    for (int id : new int[] {0, 4, 5}) {
      enumerate(model, source, append(prefix, id), sum + next[id], options, all);
    }
  }

  @Test
  void searchesOneAfterAnotherDoNotDisturbEachOther() {
    try (RandomModel model = new RandomModel(40, 9);
        BeamSearch search = model.search()) {
      List<int[]> few = model.sources(3, 6, 10);
      List<int[]> many = model.sources(50, 40, 11);
      DecodingOptions options = options(4, 4, 1.0, 1.5, 10, 4096);
      List<List<Hypothesis>> before = search.search(few, options);
      search.search(many, options(7, 1, 1.0, 1.5, 10, 300));
      assertEquals(before, search.search(few, options));
    }
  }

  /** Asked for more after each step, with as much room as the sentences that run leave. */
  @Test
  void aRequestThatIsAbandonedWhileItIsSearchedForLeavesAtTheNextStep() {
    DecodingOptions options =
        options(2, 1, 1.0, 0, 60, 4096).with(change -> change.minDecodingLength(50));
    try (RandomModel model = new RandomModel(40, 9);
        BeamSearch search = model.search()) {
      List<SearchRequest> taken = new ArrayList<>();
      List<Integer> rooms = new ArrayList<>();
      search.search(
          options,
          room -> {
            rooms.add(room.applyAsInt(3));
            taken.forEach(request -> request.result().cancel(false));
            if (taken.size() == 5) {
              return List.of();
            }
            taken.add(new SearchRequest(new int[] {4, 5, 6}, options));
            return taken.subList(taken.size() - 1, taken.size());
          });
      assertEquals(7, rooms.size());
      assertEquals(rooms.get(0), rooms.get(6), "nobody is left");
      assertEquals(1, rooms.subList(1, 6).stream().distinct().count(), "for others: " + rooms);
    }
  }

  @Test
  void anEmptySourceIsRefusedAndNoSourcesAreNoTranslations() {
    try (RandomModel model = new RandomModel(10, 0);
        BeamSearch search = model.search()) {
      DecodingOptions options = DecodingOptions.defaults();
      assertEquals(List.of(), search.search(List.of(), options));
      assertThrows(
          IllegalArgumentException.class,
          () -> search.search(List.of(new int[] {4}, new int[0]), options));
    }
  }

  private static void assertSame(List<Hypothesis> expected, List<Hypothesis> actual) {
    assertEquals(
        expected.stream().map(BeamSearchTest::pieces).toList(),
        actual.stream().map(BeamSearchTest::pieces).toList());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i).logProbability(), actual.get(i).logProbability(), TOLERANCE);
      assertEquals(expected.get(i).score(), actual.get(i).score(), TOLERANCE);
    }
  }

  private static Hypothesis hypothesis(
      int[] ids, double sum, int summands, DecodingOptions options) {
    return new Hypothesis(ids, sum, sum / Math.pow(summands, options.lengthPenalty()));
  }

  private static List<Integer> pieces(Hypothesis hypothesis) {
    return Arrays.stream(hypothesis.ids()).boxed().toList();
  }

  private static int argMax(double[] values) {
    return IntStream.range(0, values.length)
        .filter(id -> id != RandomModel.SPECIALS.start() && id != RandomModel.SPECIALS.padding())
        .boxed()
        .max((a, b) -> Double.compare(values[a], values[b]))
        .orElseThrow();
  }

  private static int[] append(int[] ids, int id) {
    int[] longer = Arrays.copyOf(ids, ids.length + 1);
    longer[ids.length] = id;
    return longer;
  }

  private static DecodingOptions options(
      int beamSize, int nBest, double lengthPenalty, double factor, int offset, int batchTokens) {
    return DecodingOptions.defaults()
        .with(
            change ->
                change
                    .beamSize(beamSize)
                    .lengthPenalty(lengthPenalty)
                    .nBest(nBest)
                    .maxLengthFactor(factor)
                    .maxLengthOffset(offset)
                    .batchTokens(batchTokens));
  }
}
