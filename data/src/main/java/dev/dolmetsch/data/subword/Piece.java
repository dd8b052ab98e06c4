package dev.dolmetsch.data.subword;

/**
 * One entry of the vocabulary.
 *
 * @param text the piece as the file spells it, never empty
 * @param score minus the merge rank (BPE) or a log probability (unigram)
 * @param type what the piece stands for
 */
record Piece(String text, float score, PieceType type) {
  Piece {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("text of a piece must not be empty");
    }
  }
}
