package dev.dolmetsch.training.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dolmetsch.data.DolmetschException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChrfTest {

  private static final double TOLERANCE = 1e-9;

  @Test
  void precisionAndRecallAreAveragedOverSharedOrders() {
    // Order 1: 2/2 and 2/3; order 2: 1/1 and 1/2; orders 3–6 are not in the hypothesis.
    // P = 1, R = 7/12, F₂ = 5·P·R / (4·P + R) = 7/11.
    assertEquals(700 / 11.0, score(ChrfOptions.defaults(), "ab", "abc"), TOLERANCE);
  }

  @Test
  void epsilonSmoothingAveragesTheScoresOfAllOrders() {
    // F₂ is 5/7 and 5/9.
    ChrfOptions options = ChrfOptions.defaults().withEpsSmoothing(true);

    assertEquals(100 * 40 / 63.0, score(options.withCharOrder(2), "ab", "abc"), TOLERANCE);
    assertEquals(100 * 80 / 63.0 / 6, score(options, "ab", "abc"), TOLERANCE);
  }

  @Test
  void betaWeighsRecall() {
    // P = 1, R = 7/12, F₁ = 2·P·R / (P + R) = 14/19.
    assertEquals(1400 / 19.0, score(ChrfOptions.defaults().withBeta(1), "ab", "abc"), TOLERANCE);
    assertEquals(100, score(ChrfOptions.defaults().withBeta(0), "ab", "abc"), TOLERANCE);
  }

  @Test
  void anOrderThatTheReferenceLacksCostsNothing() {
    Chrf chrf = new Chrf(ChrfOptions.defaults().withCharOrder(2));

    assertEquals(
        new ChrfStatistics(List.of(2L, 0L), List.of(1L, 0L), List.of(1L, 0L)),
        chrf.statistics(List.of("ab"), List.of(List.of("a"))).get(0));
  }

  @Test
  void charactersAreCodePoints() {
    // U+1F600 and U+1F601 share their first char, but are different characters.
    assertEquals(0, score(ChrfOptions.defaults(), "\uD83D\uDE00", "\uD83D\uDE01"));
  }

  @Test
  void whiteSpaceCountsOnlyWhenAskedFor() {
    assertEquals(100, score(ChrfOptions.defaults(), "a\u00A0b c", "ab\u2003c"), TOLERANCE);
    ChrfOptions options = ChrfOptions.defaults().withWhitespace(true).withCharOrder(1);
    // Three of four characters match, each way.
    assertEquals(75, score(options, "ab c", "ab\tc"), TOLERANCE);
  }

  @Test
  void caseCountsUnlessLowered() {
    assertEquals(0, score(ChrfOptions.defaults(), "ÄB", "äb"));
    assertEquals(100, score(ChrfOptions.defaults().withLowercase(true), "ÄB", "äb"), TOLERANCE);
  }

  @Test
  void wordsLoseOneMarkOfPunctuationAtTheEndOrElseAtTheStart() {
    assertEquals(new ChrfStatistics(List.of(2L), List.of(5L), List.of(1L)), words("(hi)"));
    assertEquals(new ChrfStatistics(List.of(2L), List.of(5L), List.of(2L)), words("(hi"));
    assertEquals(new ChrfStatistics(List.of(2L), List.of(5L), List.of(2L)), words("hi!"));
    assertEquals(new ChrfStatistics(List.of(1L), List.of(5L), List.of(1L)), words("!"));
    assertEquals(new ChrfStatistics(List.of(1L), List.of(5L), List.of(0L)), words("„x“"));
  }

  @Test
  void wordOrdersJoinTheAverage() {
    // Of 4 characters 3 match, of 2 words 1, each way.
    ChrfOptions options = ChrfOptions.defaults().withCharOrder(1);

    assertEquals(75, score(options, "aa bb", "aa cb"), TOLERANCE);
    assertEquals(62.5, score(options.withWordOrder(1), "aa bb", "aa cb"), TOLERANCE);
    assertEquals(125 / 3.0, score(options.withWordOrder(2), "aa bb", "aa cb"), TOLERANCE);
  }

  @Test
  void eachSegmentIsComparedWithItsBestReference() {
    Chrf chrf = new Chrf(ChrfOptions.defaults().withCharOrder(1));

    assertEquals(
        List.of(
            new ChrfStatistics(List.of(2L), List.of(2L), List.of(2L)),
            new ChrfStatistics(List.of(1L), List.of(3L), List.of(0L))),
        chrf.statistics(List.of("ab", "z"), List.of(List.of("ax", "abc"), List.of("ab", "a"))));
  }

  @Test
  void corpusScoreIsThatOfTheSummedStatistics() {
    Chrf chrf = new Chrf(ChrfOptions.defaults().withWordOrder(2));
    List<String> hypotheses = List.of("Ein Hund läuft.", "Zwei Männer kochen.");
    List<List<String>> references = List.of(List.of("Ein Hund rennt.", "Zwei Männer kochen."));

    assertEquals(
        chrf.corpus(hypotheses, references),
        chrf.score(ChrfStatistics.sum(chrf.statistics(hypotheses, references)), 1));
  }

  @Test
  void nameAndSignatureTellTheVariant() {
    ChrfScore score =
        new Chrf(ChrfOptions.defaults().withWordOrder(2).withEpsSmoothing(true))
            .sentence("a", List.of("a", "b"));

    assertEquals("chrF2++", score.name());
    assertEquals(
        "nrefs:2|case:mixed|eff:no|nc:6|nw:2|space:no|version:2.6.0+dolmetsch", score.signature());
    assertEquals(
        "chrF2|nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0+dolmetsch = 63.64",
        new Chrf(ChrfOptions.defaults()).sentence("ab", List.of("abc")).signedLine());
  }

  @Test
  void badInputIsRefused() {
    Chrf chrf = new Chrf(ChrfOptions.defaults());

    assertThrows(
        DolmetschException.class, () -> chrf.corpus(List.of("a", "b"), List.of(List.of("a"))));
    assertThrows(IllegalArgumentException.class, () -> chrf.sentence("a", List.of()));
    assertThrows(IllegalArgumentException.class, () -> ChrfOptions.defaults().withCharOrder(0));
    assertThrows(IllegalArgumentException.class, () -> ChrfOptions.defaults().withBeta(-1));
  }

  /** Word statistics against the words {@code ) hi ( ! x}. */
  private static ChrfStatistics words(String hypothesis) {
    return new Chrf(new ChrfOptions(0, 1, 2, false, false, false))
        .statistics(List.of(hypothesis), List.of(List.of(") hi ( ! x")))
        .get(0);
  }

  private static double score(ChrfOptions options, String hypothesis, String reference) {
    return new Chrf(options).sentence(hypothesis, List.of(reference)).score();
  }
}
