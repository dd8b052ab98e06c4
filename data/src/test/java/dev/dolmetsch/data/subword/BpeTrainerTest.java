package dev.dolmetsch.data.subword;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.data.DolmetschException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BpeTrainerTest {
  private static final List<String> TEXT =
      List.of(
          "low low low low low lower lower", "newest newest newest", "newest newest newest wide");

  /** The characters e l n o r s t w d i and the space. */
  private static final int ALPHABET = 11;

  private static byte[] train(int size, List<String> sentences) {
    BpeTrainer trainer = new BpeTrainer(BpeOptions.ofSize(size));
    sentences.forEach(trainer::add);
    return trainer.train();
  }

  private static List<String> pieces(byte[] bytes) {
    try (SubwordModel model = SubwordModel.of(bytes)) {
      return IntStream.range(0, model.size()).mapToObj(model::piece).toList();
    }
  }

  @Test
  void theSpecialPiecesComeFirstThenMergesByFrequencyThenCharacters() {
    List<String> pieces = pieces(train(BpeOptions.SPECIAL_PIECES + 5 + ALPHABET, TEXT));
    assertEquals(List.of("<unk>", "<s>", "</s>", "<pad>"), pieces.subList(0, 4));
    // "we" occurs in lower and newest: 8 times, lo and ▁lo 7 times (the shorter first), ne and st
    // 6.
    assertEquals(List.of("we", "lo", "▁lo", "ne", "st"), pieces.subList(4, 9));
    assertEquals(List.of("e", "w", "▁"), pieces.subList(9, 12));
  }

  @Test
  void equalTextGivesEqualBytesInAnyOrder() {
    List<String> reversed = new ArrayList<>(TEXT);
    Collections.reverse(reversed);
    assertArrayEquals(train(20, TEXT), train(20, reversed));
  }

  @Test
  void aTooLargeVocabularyIsRefusedWithTheSizeThatIsPossible() {
    DolmetschException refusal = assertThrows(DolmetschException.class, () -> train(1000, TEXT));
    assertTrue(refusal.getMessage().contains("1000 subwords is too large"), refusal.getMessage());
    int possible =
        Integer.parseInt(refusal.getMessage().replaceAll(".*ask for (\\d+) at most.*", "$1"));
    assertEquals(possible, pieces(train(possible, TEXT)).size());
    assertThrows(DolmetschException.class, () -> train(possible + 1, TEXT));
  }

  @Test
  void aVocabularyThatCannotSpellTheTextIsRefusedWithTheSizeThatCan() {
    int least = BpeOptions.SPECIAL_PIECES + ALPHABET;
    DolmetschException refusal =
        assertThrows(DolmetschException.class, () -> train(least - 1, TEXT));
    assertTrue(refusal.getMessage().contains("ask for " + least + " at least"));
    assertEquals(least, pieces(train(least, TEXT)).size());
  }

  @Test
  void blankTextIsRefused() {
    assertThrows(DolmetschException.class, () -> train(100, List.of("", " \u200B ")));
  }

  @Test
  void charactersBeyondTheCoverageAreUnknown() {
    BpeTrainer trainer = new BpeTrainer(new BpeOptions(8, 0.98));
    IntStream.range(0, 100).forEach(i -> trainer.add("aaaa"));
    trainer.add("z");
    try (SubwordModel model = SubwordModel.of(trainer.train())) {
      assertEquals(model.unkId(), model.id("z"));
      assertEquals(List.of("▁", "z"), model.encodeAsPieces("z"));
    }
  }

  @Test
  void lettersAndDigitsAreNeverOnePieceAndNeitherAreTwoWords() {
    List<String> pieces = pieces(train(20, Collections.nCopies(9, "B52 B52 жa жa 7% 7% a b a b")));
    assertTrue(pieces.contains("52"));
    assertTrue(pieces.contains("▁7%"));
    assertTrue(pieces.stream().noneMatch(piece -> piece.contains("B5")), pieces::toString);
    assertTrue(pieces.stream().noneMatch(piece -> piece.contains("жa")), pieces::toString);
    assertTrue(pieces.stream().noneMatch(piece -> piece.lastIndexOf('▁') > 0), pieces::toString);
  }

  @Test
  void noPieceHasMoreThanSixteenCharacters() {
    List<String> text = Collections.nCopies(3, "abcdefghijklmnopqrstuvwxyz");
    DolmetschException refusal = assertThrows(DolmetschException.class, () -> train(100, text));
    int possible =
        Integer.parseInt(refusal.getMessage().replaceAll(".*ask for (\\d+) at most.*", "$1"));
    assertTrue(pieces(train(possible, text)).stream().allMatch(piece -> piece.length() <= 16));
  }

  @Test
  void whatLooksLikeASpecialPieceTeachesNothing() {
    List<String> pieces = pieces(train(9, Collections.nCopies(9, "ab<pad>ab</s>")));
    assertEquals(List.of("ab", "▁ab", "a", "b", "▁"), pieces.subList(4, 9));
  }

  @Test
  void anImpossibleSizeOrCoverageIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> BpeOptions.ofSize(4));
    assertThrows(IllegalArgumentException.class, () -> new BpeOptions(100, 0.5));
    assertThrows(IllegalArgumentException.class, () -> new BpeOptions(100, Double.NaN));
  }
}
