package dev.dolmetsch.data.subword;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The normaliser with the rules that we built ourselves. */
class TextNormalizerTest {
  private static final CharacterMap MAP = NmtNfkcRules.compiled();
  private static final TextNormalizer STANDARD =
      new TextNormalizer(NormalizerSpec.standard(NmtNfkcRules.NAME, MAP));

  @Test
  void reproducesWhatTheEncoderSees() throws IOException {
    List<String> sentences = SharedFiles.lines(SharedFiles.oracle("sentences.txt"));
    List<String> expected = SharedFiles.lines(SharedFiles.oracle("normalized-internal.txt"));
    assertEquals(expected, sentences.stream().map(STANDARD::normalize).toList());
  }

  @Test
  void reproducesPlainNormalisation() throws IOException {
    TextNormalizer plain =
        new TextNormalizer(new NormalizerSpec(NmtNfkcRules.NAME, MAP, false, true, false, false));
    List<String> sentences = SharedFiles.lines(SharedFiles.oracle("sentences.txt"));
    List<String> expected = SharedFiles.lines(SharedFiles.oracle("normalized.txt"));
    assertEquals(expected, sentences.stream().map(plain::normalize).toList());
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {"a b,▁a▁b", " a  b ,▁a▁b", "'',''", "   ,''", "😀 ,▁😀"})
  void spacesAreTrimmedJoinedAndEscaped(String text, String normalized) {
    assertEquals(normalized, STANDARD.normalize(text));
  }

  @Test
  void everySpaceIsKeptWhereItIsNotExtra() {
    TextNormalizer keeping =
        new TextNormalizer(
            new NormalizerSpec("", CharacterMap.identity(), true, false, true, false));
    assertEquals("▁▁a▁▁b▁", keeping.normalize(" a  b "));
  }

  @Test
  void theSpaceOfTheFirstWordCanGoToTheEnd() {
    TextNormalizer suffixing =
        new TextNormalizer(new NormalizerSpec("", CharacterMap.identity(), true, true, true, true));
    assertEquals("a▁b▁", suffixing.normalize(" a b "));
  }

  @Test
  void aUserDefinedPieceIsLeftAlone() {
    TextNormalizer normalizer =
        new TextNormalizer(
            NormalizerSpec.standard(NmtNfkcRules.NAME, MAP), List.of("\uFF21", "\uFF21\uFF22"));
    assertEquals("▁\uFF21\uFF22B", normalizer.normalize("\uFF21\uFF22\uFF22"));
  }
}
