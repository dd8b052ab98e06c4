package dev.dolmetsch.data.subword;

/**
 * What a BPE model is to be like.
 *
 * @param vocabularySize the number of pieces, the four special ones included; at least 5
 * @param characterCoverage the part of all characters of the text that the vocabulary must be able
 *     to spell, 0.98 to 1; the rarest characters beyond it become unknown
 */
public record BpeOptions(int vocabularySize, double characterCoverage) {
  /** Pieces that every model has: {@code <unk>}, {@code <s>}, {@code </s>} and {@code <pad>}. */
  public static final int SPECIAL_PIECES = 4;

  /** Refuses what is out of range. */
  public BpeOptions {
    if (vocabularySize <= SPECIAL_PIECES) {
      throw new IllegalArgumentException(
          "vocabularySize must be at least " + (SPECIAL_PIECES + 1) + ", but is " + vocabularySize);
    }
    if (!(characterCoverage >= 0.98 && characterCoverage <= 1)) {
      throw new IllegalArgumentException(
          "characterCoverage must be 0.98 to 1, but is " + characterCoverage);
    }
  }

  /** A model of that size which can spell every character of its text. */
  public static BpeOptions ofSize(int vocabularySize) {
    return new BpeOptions(vocabularySize, 1);
  }
}
