package dev.dolmetsch.data.subword;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordCountsTest {
  @Test
  void theRarestWordsAreForgottenWhenThereAreTooMany() {
    WordCounts counts = new WordCounts(3);
    counts.add("\u2581aa\u2581aa\u2581bb\u2581bb");
    counts.add("\u2581cc\u2581dd");
    List<WordCounts.Word> words = counts.words();
    assertEquals(
        List.of(new WordCounts.Word("\u2581aa", 2), new WordCounts.Word("\u2581bb", 2)), words);
  }

  @Test
  void theCharactersOfForgottenWordsStillCount() {
    WordCounts counts = new WordCounts(1);
    counts.add("\u2581a\u2581a\u2581b");
    assertEquals(1, counts.words().size());
    assertEquals(1L, counts.characters().get((int) 'b'));
    assertEquals(2L, counts.characters().get((int) 'a'));
    assertEquals(3L, counts.characters().get(0x2581));
  }
}
