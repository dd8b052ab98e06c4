package dev.dolmetsch.training.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.data.DolmetschException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BleuTest {

  private static final double TOLERANCE = 1e-9;
  private static final BleuOptions WORDS = BleuOptions.defaults().withTokenizer(BleuTokenizer.NONE);

  @Test
  void scoreIsTheGeometricMeanOfClippedPrecisions() {
    BleuScore score =
        new Bleu(WORDS).sentence("the cat sat on the mat", List.of("the cat sat on a mat"));

    // The second "the" is clipped: 5/6 · 3/5 · 2/4 · 1/3 = 1/12.
    assertEquals(List.of(5.0, 3.0, 2.0, 1.0), score.counts());
    assertEquals(List.of(6.0, 5.0, 4.0, 3.0), score.totals());
    assertEquals(100 * Math.pow(1 / 12.0, 0.25), score.score(), TOLERANCE);
  }

  @Test
  void shortOutputPaysTheBrevityPenalty() {
    BleuScore score = new Bleu(WORDS.withMaxOrder(1)).sentence("a b", List.of("a b c d"));

    assertEquals(Math.exp(1 - 4 / 2.0), score.bp(), TOLERANCE);
    assertEquals(100 * Math.exp(-1), score.score(), TOLERANCE);
  }

  @Test
  void emptyOutputScoresZeroWithZeroPenalty() {
    BleuScore score = new Bleu(WORDS).sentence("", List.of("a b c d"));

    assertEquals(0, score.bp());
    assertEquals(0, score.score());
  }

  @Test
  void longOutputPaysThroughPrecisionAlone() {
    assertEquals(1, new Bleu(WORDS).sentence("a b c d e f", List.of("a b c d")).bp());
  }

  @Test
  void exponentialSmoothingHalvesWithEachEmptyOrder() {
    assertEquals(
        List.of(50.0, 100 / 6.0, 100 / 8.0, 100 / 8.0),
        smoothed(new Smoothing.Exponential()).precisions());
  }

  @Test
  void floorSmoothingReplacesEmptyNumerators() {
    assertEquals(
        List.of(50.0, 10 / 3.0, 10 / 2.0, 10.0), smoothed(new Smoothing.Floor(0.1)).precisions());
  }

  @Test
  void addKSmoothingAddsToEveryOrderAboveOne() {
    BleuScore score = smoothed(new Smoothing.AddK(1));

    assertEquals(List.of(2.0, 1.0, 1.0, 1.0), score.counts());
    assertEquals(List.of(4.0, 4.0, 3.0, 2.0), score.totals());
    assertEquals(100 * Math.pow(1 / 2.0 / 4 / 3 / 2, 0.25), score.score(), TOLERANCE);
  }

  @Test
  void withoutSmoothingOneEmptyOrderMakesTheScoreZero() {
    BleuScore score = smoothed(new Smoothing.None());

    assertEquals(List.of(50.0, 0.0, 0.0, 0.0), score.precisions());
    assertEquals(0, score.score());
  }

  @Test
  void withoutAnyMatchNoSmoothingHelps() {
    for (String method : List.of("none", "floor", "add-k", "exp")) {
      Bleu bleu = new Bleu(WORDS.withSmoothing(Smoothing.of(method)));

      assertEquals(0, bleu.sentence("a b c d", List.of("w x y z")).score(), method);
    }
  }

  @Test
  void effectiveOrderLeavesOutOrdersThatAShortSentenceLacks() {
    List<String> reference = List.of("guten Tag");

    assertEquals(0, new Bleu(WORDS).sentence("guten Tag", reference).score());
    assertEquals(
        100,
        new Bleu(WORDS.withEffectiveOrder(true)).sentence("guten Tag", reference).score(),
        TOLERANCE);
  }

  @Test
  void matchesAreClippedToTheReferenceThatHasMost() {
    BleuStatistics statistics =
        new Bleu(WORDS.withMaxOrder(1))
            .statistics(List.of("a a a b"), List.of(List.of("a a c"), List.of("a b d")))
            .get(0);

    assertEquals(List.of(3L), statistics.matches());
  }

  @Test
  void referenceLengthIsTheClosestAndTheShorterOnATie() {
    Bleu bleu = new Bleu(WORDS);

    assertEquals(4, bleu.sentence("a b c d e", List.of("a b c d e f g", "a b c d")).refLen());
    assertEquals(4, bleu.sentence("a b c d e", List.of("a b c d e f", "a b c d")).refLen());
  }

  @Test
  void lowerCasingIsAnOption() {
    List<String> reference = List.of("DER ÄRGER WAR GROSS");

    assertEquals(0, new Bleu(WORDS).sentence("der Ärger war gross", reference).score());
    assertEquals(
        100,
        new Bleu(WORDS.withLowercase(true)).sentence("der Ärger war gross", reference).score(),
        TOLERANCE);
  }

  @Test
  void corpusScoreIsThatOfTheSummedStatistics() {
    Bleu bleu = new Bleu(BleuOptions.defaults());
    List<String> hypotheses = List.of("Ein Hund läuft durch den Schnee.", "Zwei Männer kochen.");
    List<List<String>> references =
        List.of(List.of("Ein Hund läuft durch Schnee.", "Zwei Männer kochen Suppe."));
    List<BleuStatistics> segments = bleu.statistics(hypotheses, references);

    assertEquals(bleu.corpus(hypotheses, references), bleu.score(BleuStatistics.sum(segments), 1));
    assertEquals(
        bleu.corpus(
            List.of(hypotheses.get(0), hypotheses.get(0)),
            List.of(List.of(references.get(0).get(0), references.get(0).get(0)))),
        bleu.score(BleuStatistics.sum(List.of(segments.get(0), segments.get(0))), 1));
  }

  @Test
  void signatureTellsTheVariant() {
    assertEquals(
        "nrefs:2|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0+dolmetsch",
        new Bleu(BleuOptions.defaults()).sentence("a", List.of("a", "b")).signature());
    assertEquals(
        "nrefs:1|case:lc|eff:yes|tok:intl|smooth:floor[0.10]|version:2.6.0+dolmetsch",
        new Bleu(new BleuOptions(BleuTokenizer.INTERNATIONAL, true, Smoothing.of("floor"), true, 4))
            .sentence("a", List.of("a"))
            .signature());
  }

  @Test
  void printedLineIsSacreBleusToTheDigit() {
    BleuScore score =
        new Bleu(WORDS.withMaxOrder(1)).sentence("a b c d e f g h i j k l m n o p", List.of("a"));

    // 1/16 is 6.25 %, which Python rounds to even.
    assertEquals(
        "BLEU = 6.25 6.2 (BP = 1.000 ratio = 16.000 hyp_len = 16 ref_len = 1)", score.toString());
    assertEquals(
        "BLEU|nrefs:1|case:mixed|eff:no|tok:none|smooth:exp|version:2.6.0+dolmetsch"
            + " = 6.25 6.2 (BP = 1.000 ratio = 16.000 hyp_len = 16 ref_len = 1)",
        score.signedLine());
  }

  @Test
  void streamsOfDifferentLengthsAreRefusedWithBothCounts() {
    Bleu bleu = new Bleu(BleuOptions.defaults());
    List<List<String>> references = List.of(List.of("a", "b"), List.of("a", "b", "c"));

    DolmetschException refusal =
        assertThrows(DolmetschException.class, () -> bleu.corpus(List.of("a", "b"), references));
    assertTrue(refusal.getMessage().contains("2 hypotheses"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("reference 2 has 3 lines"), refusal.getMessage());
  }

  @Test
  void anEmptyCorpusIsRefused() {
    Bleu bleu = new Bleu(BleuOptions.defaults());

    assertThrows(DolmetschException.class, () -> bleu.corpus(List.of(), List.of(List.of())));
  }

  @Test
  void scoringWithoutReferencesIsRefused() {
    Bleu bleu = new Bleu(BleuOptions.defaults());

    assertThrows(IllegalArgumentException.class, () -> bleu.corpus(List.of("a"), List.of()));
    assertThrows(IllegalArgumentException.class, () -> bleu.sentence("a", List.of()));
  }

  @Test
  void optionsRefuseValuesOutOfRangeByName() {
    assertRefused("maxOrder", () -> BleuOptions.defaults().withMaxOrder(0));
    assertRefused("floor", () -> new Smoothing.Floor(-0.1));
    assertRefused("add-k", () -> new Smoothing.AddK(Double.NaN));
    assertRefused("laplace", () -> Smoothing.of("laplace"));
    assertRefused("exp takes no value", () -> Smoothing.of("exp", 1));
    assertRefused("zh", () -> BleuTokenizer.of("zh"));
  }

  private static BleuScore smoothed(Smoothing smoothing) {
    // Two of four words match, and no longer n-gram.
    return new Bleu(WORDS.withSmoothing(smoothing)).sentence("a b c d", List.of("a x c y"));
  }

  private static void assertRefused(String name, Runnable construction) {
    String message = assertThrows(IllegalArgumentException.class, construction::run).getMessage();
    assertTrue(message.contains(name), message);
  }
}
