package dev.dolmetsch.model.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.data.batch.SpecialIds;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Searches through a model that looks at the newest piece only. */
class SentenceBeamTest {
  private static final SpecialIds SPECIALS = SpecialIds.standard();
  private static final int END = SPECIALS.end();
  private static final int SIZE = 8;

  /** Logits of what follows a piece; a piece that is not named has −20. */
  private static float[] logits(Map<Integer, Double> named) {
    float[] logits = new float[SIZE];
    Arrays.fill(logits, -20);
    named.forEach((id, logit) -> logits[id] = logit.floatValue());
    return logits;
  }

  /** Log-probability of a piece; only the named ones have any worth mentioning. */
  private static double log(Map<Integer, Double> named, int id) {
    double sum = named.values().stream().mapToDouble(Math::exp).sum();
    return named.get(id) - Math.log(sum + (SIZE - named.size()) * Math.exp(-20));
  }

  private static List<Hypothesis> search(
      Map<Integer, Map<Integer, Double>> model,
      SearchInput input,
      Consumer<DecodingChange> changes) {
    DecodingOptions options =
        DecodingOptions.defaults()
            .with(change -> change.beamSize(1).lengthPenalty(0).maxDecodingLength(20))
            .with(changes);
    int rows = options.hypotheses();
    SentenceBeam beam = new SentenceBeam(input, END, options);
    StepTools tools = StepTools.of(new LogitRow(SIZE, SPECIALS), rows, SIZE);
    int[] newest = new int[rows];
    Arrays.fill(newest, SPECIALS.start());
    while (!beam.done()) {
      FloatBuffer logits = FloatBuffer.allocate(rows * SIZE);
      for (int row = 0; row < rows; row++) {
        logits.put(row * SIZE, logits(model.getOrDefault(newest[row], Map.of())));
      }
      beam.advance(logits, 0, tools, (row, coverage) -> {});
      beam.putNewestIds(newest, 0);
    }
    return beam.best();
  }

  private static SearchInput input(int... prefix) {
    return new SearchInput(new int[40], prefix, 1);
  }

  /** After {@code <s>}: 4, 5 or the end. After 4 and 5: themselves, the other, or the end. */
  private static final Map<Integer, Double> FIRST = Map.of(4, 2.0, 5, 1.0, END, 3.0);

  private static final Map<Integer, Double> AFTER_4 = Map.of(4, 3.0, 5, 1.5, END, 2.5);
  private static final Map<Integer, Double> AFTER_5 = Map.of(4, 1.0, 5, 2.0, END, 2.2);
  private static final Map<Integer, Map<Integer, Double>> MODEL =
      Map.of(SPECIALS.start(), FIRST, 4, AFTER_4, 5, AFTER_5);

  @Test
  void theMinimumLengthKeepsTheEndAwayAndLeavesProbabilitiesTrue() {
    assertArrayEquals(new int[0], search(MODEL, input(), change -> {}).get(0).ids());
    Hypothesis found =
        search(MODEL, input(), change -> change.minDecodingLength(1).maxDecodingLength(1)).get(0);
    assertArrayEquals(new int[] {4}, found.ids());
    assertEquals(log(FIRST, 4), found.logProbability(), 1e-5);
  }

  @Test
  void theMinimumLengthCountsMoreThanTheFactorAndLessThanTheMaximum() {
    Hypothesis found =
        search(
                MODEL,
                input(),
                change -> change.maxLengthFactor(0).maxLengthOffset(1).minDecodingLength(6))
            .get(0);
    assertArrayEquals(new int[] {4, 4, 4, 4, 4, 4}, found.ids());
  }

  @Test
  void theMaximumLengthCutsOffWithoutAnEnd() {
    Hypothesis found =
        search(MODEL, input(4), change -> change.maxDecodingLength(3).lengthPenalty(1)).get(0);
    assertArrayEquals(new int[] {4, 4, 4}, found.ids());
    double sum = log(FIRST, 4) + 2 * log(AFTER_4, 4);
    assertEquals(sum, found.logProbability(), 1e-5);
    assertEquals(sum / 3, found.score(), 1e-5);
  }

  @Test
  void noSequenceStandsTwice() {
    Consumer<DecodingChange> single = change -> change.noRepeatNgramSize(1).minDecodingLength(1);
    Hypothesis once = search(MODEL, input(), single).get(0);
    assertArrayEquals(new int[] {4}, once.ids());
    assertEquals(log(FIRST, 4) + log(AFTER_4, END), once.logProbability(), 1e-5);

    Consumer<DecodingChange> pairs = change -> change.noRepeatNgramSize(2).minDecodingLength(4);
    // 4 4, then not 4 again; 5 5 after 4 5, then neither 5 nor the end before four pieces.
    assertArrayEquals(new int[] {4, 4, 5, 5}, search(MODEL, input(), pairs).get(0).ids());
  }

  @Test
  void whatCanGoNoFurtherIsCutOff() {
    Hypothesis found =
        search(MODEL, input(), change -> change.noRepeatNgramSize(1).minDecodingLength(9)).get(0);
    // All that there is: <s>, </s> and <pad> are no pieces.
    assertEquals(SIZE - 3, found.ids().length);
    assertEquals(SIZE - 3, Arrays.stream(found.ids()).distinct().count());
  }

  @Test
  void thePrefixIsForcedWithItsOwnProbability() {
    for (int beamSize : new int[] {1, 3}) {
      List<Hypothesis> found =
          search(
              MODEL,
              input(5, 4, 6),
              change -> change.beamSize(beamSize).nBest(beamSize).noRepeatNgramSize(1));
      for (Hypothesis each : found) {
        assertArrayEquals(new int[] {5, 4, 6}, Arrays.copyOf(each.ids(), 3));
      }
      double unlikely = -20 - Math.log(Math.exp(3) + Math.exp(1.5) + Math.exp(2.5));
      double forced = log(FIRST, 5) + log(AFTER_5, 4) + unlikely;
      assertTrue(found.get(0).logProbability() <= forced);
      assertTrue(found.get(0).logProbability() > forced - 3 * Math.log(SIZE));
    }
  }

  @Test
  void aPrefixAsLongAsTheMaximumIsTheTranslation() {
    Hypothesis found =
        search(MODEL, input(5, 5, 5), change -> change.beamSize(4).maxDecodingLength(2)).get(0);
    assertArrayEquals(new int[] {5, 5, 5}, found.ids());
    assertEquals(log(FIRST, 5) + 2 * log(AFTER_5, 5), found.logProbability(), 1e-5);
  }

  @Test
  void groupsAvoidEachOthersPieces() {
    Map<Integer, Double> start = Map.of(4, 3.0, 5, 2.5, 6, 1.9, 7, 0.0);
    Map<Integer, Double> after = Map.of(END, 5.0, 4, 0.0);
    Map<Integer, Map<Integer, Double>> model =
        Map.of(SPECIALS.start(), start, 4, after, 5, after, 6, after, 7, after);
    List<Hypothesis> weak =
        search(
            model, input(), change -> change.beamSize(3).nBest(3).diversity(new Diversity(3, 0.2)));
    assertEquals(1, weak.size(), "equal hypotheses of several groups are one");
    // With 4 the second group would have 1.8, less than 5 has; the third, with 5, 1.3.
    List<Hypothesis> strong =
        search(
            model, input(), change -> change.beamSize(3).nBest(3).diversity(new Diversity(3, 1.2)));
    assertEquals(
        List.of("[4]", "[5]", "[6]"),
        strong.stream().map(each -> Arrays.toString(each.ids())).toList());
    assertEquals(log(start, 5) + log(after, END), strong.get(1).logProbability(), 1e-5);
    assertEquals(strong.get(1).logProbability(), strong.get(1).score(), 1e-9);
  }

  @Test
  void aGroupOfSeveralIsABeam() {
    Map<Integer, Double> start = Map.of(4, 3.0, 5, 2.9, 6, 2.8, 7, 2.7);
    Map<Integer, Double> after = Map.of(END, 5.0);
    Map<Integer, Map<Integer, Double>> model =
        Map.of(SPECIALS.start(), start, 4, after, 5, after, 6, after, 7, after);
    List<Hypothesis> found =
        search(
            model, input(), change -> change.beamSize(4).nBest(4).diversity(new Diversity(2, 1)));
    assertEquals(
        List.of("[4]", "[5]", "[6]", "[7]"),
        found.stream().map(each -> Arrays.toString(each.ids())).toList());
  }

  @Test
  void samplesKeepToTheirOwnStreams() {
    Consumer<DecodingChange> three =
        change -> change.method(SearchMethod.SAMPLING).nBest(3).beamSize(1);
    Consumer<DecodingChange> eight =
        change -> change.method(SearchMethod.SAMPLING).nBest(8).beamSize(1);
    List<String> few = search(MODEL, input(), three).stream().map(Hypothesis::toString).toList();
    List<String> many = search(MODEL, input(), eight).stream().map(Hypothesis::toString).toList();
    assertEquals(8, many.size());
    assertTrue(many.containsAll(few), few + " of " + many);
    assertTrue(many.stream().distinct().count() > 2, () -> "all alike: " + many);
  }
}
