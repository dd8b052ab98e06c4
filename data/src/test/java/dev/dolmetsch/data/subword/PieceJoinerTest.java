package dev.dolmetsch.data.subword;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class PieceJoinerTest {
  private static String join(boolean removeExtraWhitespaces, String... pieces) {
    NormalizerSpec spec =
        new NormalizerSpec("", CharacterMap.identity(), true, removeExtraWhitespaces, true, false);
    return new PieceJoiner(TextStreamTest.VOCABULARY, spec, " ⁇ ").join(List.of(pieces));
  }

  @Test
  void theFirstSpaceIsDropped() {
    assertEquals("a a", join(true, "▁a", "▁a"));
  }

  @Test
  void controlPiecesHaveNoText() {
    assertEquals("a", join(true, "<s>", "▁a", "<s>"));
  }

  @Test
  void everyLeadingSpaceIsDroppedWhereExtraOnesAre() {
    assertEquals("a", join(true, "▁", "▁a"));
  }

  @Test
  void onlyTheFirstSpaceIsDroppedWhereExtraOnesStay() {
    assertEquals(" a", join(false, "▁", "▁a"));
  }

  @Test
  void theUnknownPieceBecomesTheUnknownSurfaceAndOtherTextItself() {
    assertEquals("a ⁇ xyz", join(true, "▁a", "<unk>", "xyz"));
  }

  @Test
  void bytePiecesInARowAreOneCharacter() {
    assertEquals("a😀", join(true, "▁a", "<0xF0>", "<0x9F>", "<0x98>", "<0x80>"));
  }

  @Test
  void everyByteThatIsNoTextBecomesAReplacementCharacter() {
    assertEquals("\uFFFD\uFFFD\uFFFD a", join(true, "<0xF0>", "<0x9F>", "<0x98>", "▁a"));
  }
}
