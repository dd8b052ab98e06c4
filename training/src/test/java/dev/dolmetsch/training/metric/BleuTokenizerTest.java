package dev.dolmetsch.training.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BleuTokenizerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '`',
      value = {
        "Er sagt: (ja)! → Er sagt : ( ja ) !",
        "3,14 und 1.000 kosten 5. → 3,14 und 1.000 kosten 5 .",
        ".5 a.b 1.a → . 5 a . b 1 . a",
        "28-jährig U-Bahn → 28 - jährig U-Bahn",
        "it's „so“ → it's „so“",
        "&quot;a&quot; &amp;lt; → \" a \" <",
        "<skipped> x <skip<skipped>ped> → x < skipped >",
        "a.,b → a . , b",
        "٣,٣ → ٣ , ٣",
      })
  void mteval13aSplitsAsciiOnly(String line, String tokens) {
    assertEquals(tokens, BleuTokenizer.MTEVAL_13A.tokenize(line));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '`',
      value = {
        "Er sagt: „ja“! → Er sagt : „ ja “ !",
        "3,14 kosten 5. → 3,14 kosten 5.",
        "٣,٣ → ٣,٣",
        "28-jährig → 28 - jährig",
        "&quot; → & quot ;",
        "5€ + 1° → 5 € + 1 °",
        "„ja → „ ja",
        "日本語。 → 日本語 。",
      })
  void internationalSplitsUnicode(String line, String tokens) {
    assertEquals(tokens, BleuTokenizer.INTERNATIONAL.tokenize(line));
  }

  @Test
  void internationalKnowsNewSymbolsWhateverTheJdk() {
    // U+1FAE0 came with Unicode 14, JDK 17 has 13; U+1FAE8 came with 15.
    assertEquals(
        "a \uD83E\uDEE0 b \uD83E\uDEE8",
        BleuTokenizer.INTERNATIONAL.tokenize("a\uD83E\uDEE0b\uD83E\uDEE8"));
  }

  @Test
  void lineEndsInsideASegmentAreSpacesAndHyphenatedWordsAreJoined() {
    assertEquals("Wortteil zwei", BleuTokenizer.MTEVAL_13A.tokenize("Wort-\nteil\nzwei"));
  }

  @Test
  void charactersAreCodePoints() {
    assertEquals("a \uD83D\uDE00 ö", BleuTokenizer.CHARACTER.tokenize("a\uD83D\uDE00ö"));
  }

  @Test
  void noneLeavesTheLineAlone() {
    assertEquals(" a,  b ", BleuTokenizer.NONE.tokenize(" a,  b "));
  }
}
