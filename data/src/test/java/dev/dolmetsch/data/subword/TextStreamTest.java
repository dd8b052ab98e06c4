package dev.dolmetsch.data.subword;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TextStreamTest {
  private static final List<String> PIECES =
      List.of(
          "▁", "▁a", "b", "😀", "<s>", "<0xF0>", "<0x9F>", "<0x98>", "<0x80>", "<0xC3>", "<0xBC>");

  static final Vocabulary VOCABULARY =
      new Vocabulary(
          List.of(
              new Piece("<unk>", 0, PieceType.UNKNOWN),
              new Piece("<s>", 0, PieceType.CONTROL),
              new Piece("▁", 0, PieceType.NORMAL),
              new Piece("▁a", 0, PieceType.NORMAL),
              new Piece("b", 0, PieceType.NORMAL),
              new Piece("😀", 0, PieceType.NORMAL),
              new Piece("<0xF0>", 0, PieceType.BYTE),
              new Piece("<0x9F>", 0, PieceType.BYTE),
              new Piece("<0x98>", 0, PieceType.BYTE),
              new Piece("<0x80>", 0, PieceType.BYTE),
              new Piece("<0xC3>", 0, PieceType.BYTE),
              new Piece("<0xBC>", 0, PieceType.BYTE)));

  private static final PieceJoiner RULES =
      new PieceJoiner(
          VOCABULARY,
          new NormalizerSpec("", CharacterMap.identity(), true, true, true, false),
          " ⁇ ");

  private static List<String> parts(String... pieces) {
    TextStream stream = new TextStream(RULES);
    List<String> parts = new ArrayList<>();
    for (String piece : pieces) {
      parts.add(stream.append(VOCABULARY.id(piece)));
    }
    parts.add(stream.end());
    return parts;
  }

  @Test
  void aWordComesWithTheSpaceBeforeItExceptTheFirst() {
    assertEquals(List.of("a", "b", " a", ""), parts("▁a", "b", "▁a"));
  }

  @Test
  void aCharacterOfSeveralBytesComesWithItsLast() {
    assertEquals(
        List.of("a", "", "", "", "😀", "b", ""),
        parts("▁a", "<0xF0>", "<0x9F>", "<0x98>", "<0x80>", "b"));
  }

  @Test
  void whatCanNoLongerBecomeACharacterComesWithTheNextPieceOrTheEnd() {
    assertEquals(List.of("", "\uFFFDb", ""), parts("<0xC3>", "b"));
    assertEquals(List.of("", "", "\uFFFD\uFFFD"), parts("<0xF0>", "<0x9F>"));
    assertEquals(List.of("", "\uFFFD", "\uFFFDb", ""), parts("<0xC3>", "<0xC3>", "b"));
  }

  /** {@link ReferenceModelTest} compares the whole text with SentencePiece's. */
  @Test
  void anyPartsTogetherAreTheWholeTextAndNoneEndsWithinACharacter() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 2_000; round++) {
      String[] pieces =
          random.ints(12, 0, PIECES.size()).mapToObj(PIECES::get).toArray(String[]::new);
      List<String> parts = parts(pieces);
      assertEquals(RULES.join(Arrays.asList(pieces)), String.join("", parts));
      for (String part : parts) {
        assertFalse(!part.isEmpty() && Character.isHighSurrogate(part.charAt(part.length() - 1)));
      }
    }
  }
}
