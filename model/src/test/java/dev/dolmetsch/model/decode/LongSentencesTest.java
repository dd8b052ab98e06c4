package dev.dolmetsch.model.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Pieces are the characters that are no spaces here. */
class LongSentencesTest {
  private final LongSentences tenAtMost = dividing(10);

  private static LongSentences dividing(int longest) {
    return new LongSentences(longest, text -> text.replace(" ", "").length());
  }

  @Test
  void whatFitsStaysAsItIs() {
    assertEquals(List.of(" A b. C d. "), dividing(11).parts(" A b. C d. "));
    assertEquals(List.of(""), tenAtMost.parts(""));
  }

  @Test
  void aLongTextIsDividedAtTheEndsOfItsSentences() {
    assertEquals(
        List.of("A dog.", "A cat runs?", "Yes!"), dividing(12).parts("A dog. A cat runs?  Yes! "));
  }

  @Test
  void aLongSentenceIsDividedBehindClausesWhichStayTogetherAsFarAsTheyFit() {
    assertEquals(List.of("aa, bb, cc,", "dddd; e"), tenAtMost.parts("aa, bb, cc, dddd; e"));
  }

  @Test
  void aLongClauseIsDividedBetweenWordsAndALongWordStaysWhole() {
    assertEquals(
        List.of("one two", "three", "0123456789abc", "four"),
        tenAtMost.parts("one two three 0123456789abc four"));
  }

  @Test
  void noWordIsLostOrMovedInTenThousandWords() {
    String text = "word and, more words. ".repeat(2_500) + "the end".repeat(9);
    List<String> parts = tenAtMost.parts(text);
    assertEquals(List.of(text.split("\\s+")), List.of(String.join(" ", parts).split("\\s+")));
  }

  @Test
  void aTextOfFewCharactersThatAreManyPiecesIsDivided() {
    LongSentences threePiecesEach =
        new LongSentences(10, text -> 3 * text.replace(" ", "").length());
    assertEquals(List.of("ä ä ä", "ä"), threePiecesEach.parts("ä ä ä ä"));
  }

  @Test
  void spaceAloneIsOnePart() {
    assertEquals(1, tenAtMost.parts(" ".repeat(50)).size());
  }

  @Test
  void translationsOfPartsAreJoinedWithSpacesAndStayInTheirPlaces() {
    List<SourceSentence> read = new ArrayList<>();
    List<Translation> translations =
        dividing(7)
            .translate(
                List.of(
                    new SourceSentence("short", "", 0),
                    new SourceSentence("A dog. A cat. ", "Ein", 1),
                    new SourceSentence("last", "", 2)),
                parts -> {
                  read.addAll(parts);
                  return parts.stream().map(LongSentencesTest::shouted).toList();
                });
    assertEquals(List.of("", "Ein", "", ""), read.stream().map(SourceSentence::prefix).toList());
    assertEquals(4, read.stream().map(SourceSentence::number).distinct().count());
    assertEquals(
        List.of("SHORT", "A DOG. A CAT.", "LAST"),
        translations.stream().map(Translation::text).toList());
    Translation joined = translations.get(1);
    assertEquals("A dog. A cat. ", joined.source());
    assertEquals(-4, joined.candidates().get(0).logProbability());
    assertEquals(-1, joined.candidates().get(0).score());
    assertEquals(List.of("a", "b", "a", "b"), joined.candidates().get(0).pieces());
    assertTrue(translations.stream().noneMatch(Translation::truncated));
  }

  private static Translation shouted(SourceSentence sentence) {
    String text = sentence.text();
    String upper = text.toUpperCase(Locale.ROOT);
    return new Translation(
        text, List.of(new Translation.Candidate(upper, -1, -2, List.of("a", "b"))), false);
  }
}
