package dev.dolmetsch.model.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class AlignmentTest {
  /** An alignment whose target piece t looks at source piece {@code looksAt[t]}. */
  private static Alignment alignment(List<String> source, List<String> target, int... looksAt) {
    float[][] weights = new float[target.size() + 1][source.size() + 1];
    for (int t = 0; t < target.size(); t++) {
      weights[t][looksAt[t]] = 0.4f;
      weights[t][source.size()] = 0.6f; // </s>, which is nobody's partner.
    }
    return new Alignment(source, target, weights);
  }

  @Test
  void eachTargetPieceIsLinkedToThePieceThatGotMostOfItsAttention() {
    Alignment alignment = alignment(List.of("▁A", "▁dog", "▁runs"), List.of("▁Ein", "▁Hund"), 0, 1);
    assertEquals("0-0 1-1", Alignment.pharaoh(alignment.pieceLinks()));
    assertEquals(0.4f, alignment.weight(1, 1));
  }

  @Test
  void piecesOfAWordAreOne() {
    Alignment alignment =
        alignment(
            List.of("▁foot", "ball", "▁play", "ers", "."),
            List.of("▁Fuß", "ball", "spieler", "▁", "."),
            0,
            1,
            2,
            4,
            4);
    assertEquals("0-0 1-0 1-1", Alignment.pharaoh(alignment.wordLinks()));
    assertEquals("0-0 1-1 2-2 4-3 4-4", Alignment.pharaoh(alignment.pieceLinks()));
  }

  @Test
  void aSpaceOfItsOwnBelongsToTheWordBehindIt() {
    List<String> source = List.of("▁", "日", "本", "▁is", "▁", "here", "▁");
    List<String> target = List.of("▁a", "▁b", "▁c", "▁d", "▁e", "▁f", "▁g");
    Alignment alignment = alignment(source, target, 0, 1, 2, 3, 4, 5, 6);
    assertEquals("0-0 0-1 0-2 1-3 2-4 2-5 2-6", Alignment.pharaoh(alignment.wordLinks()));
  }

  @Test
  void theUnknownPieceIsAWordAsItIsPrinted() {
    List<String> source = List.of("▁a", "▁b", "▁c", "▁d");
    Alignment alignment = alignment(source, List.of("▁x", "▁", " ⁇ ", "y"), 0, 1, 2, 3);
    assertEquals("0-0 1-1 2-1 3-2", Alignment.pharaoh(alignment.wordLinks()));
  }

  @Test
  void piecesOfSeveralWordsCountAllOfThem() {
    List<String> source = List.of("▁in▁front", "▁of");
    Alignment alignment = alignment(source, List.of("▁vor", "▁vor"), 0, 1);
    assertEquals("0-0 2-1", Alignment.pharaoh(alignment.wordLinks()));
  }

  @Test
  void nothingHasNoLinks() {
    Alignment alignment = alignment(List.of("▁a"), List.of());
    assertEquals("", Alignment.pharaoh(alignment.wordLinks()));
  }

  @Test
  void partsAreNumberedInTheWhole() {
    Alignment first = alignment(List.of("▁A", "▁dog", "!"), List.of("▁Ein", "▁Hund", "!"), 0, 1, 2);
    Alignment second = alignment(List.of("", "Go", "."), List.of("▁Geh", "."), 0, 2);
    Alignment third = alignment(List.of("▁Yes"), List.of("▁Ja"), 0);
    Alignment joined = Alignment.joined(List.of(first, second, third));
    assertEquals("0-0 1-1 2-2 3-3 5-4 6-5", Alignment.pharaoh(joined.pieceLinks()));
    assertEquals("0-0 1-1 1-2 2-3", Alignment.pharaoh(joined.wordLinks()));
    assertEquals(0.4f, joined.weight(4, 5));
    assertEquals(0, joined.weight(4, 2));
    assertEquals(0, joined.weight(4, 6));
    assertEquals(0.6f, joined.weight(4, 7), "</s>");
  }
}
