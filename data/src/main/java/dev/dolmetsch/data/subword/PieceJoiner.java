package dev.dolmetsch.data.subword;

import java.util.List;

/**
 * Joins pieces to text by the rules of SentencePiece's {@code Decode}.
 *
 * <p>A control piece has no text; the unknown piece becomes the model's unknown surface; U+2581
 * becomes a space, except before the first text, where it stands for no space of the original; a
 * run of byte pieces is read as UTF-8, each byte that is none as U+FFFD. Thread-safe.
 */
final class PieceJoiner {
  final Vocabulary vocabulary;
  final boolean dropFirstSpace;
  final boolean dropLeadingSpaces;
  private final String unkSurface;

  PieceJoiner(Vocabulary vocabulary, NormalizerSpec normalizer, String unkSurface) {
    this.vocabulary = vocabulary;
    this.unkSurface = unkSurface;
    this.dropFirstSpace = normalizer.addDummyPrefix() || normalizer.removeExtraWhitespaces();
    this.dropLeadingSpaces = normalizer.removeExtraWhitespaces();
  }

  /** The text of these pieces; one that the vocabulary lacks stands for itself. */
  String join(List<String> pieces) {
    StringBuilder text = new StringBuilder();
    TextStream stream = new TextStream(this);
    pieces.forEach(piece -> text.append(stream.append(piece)));
    return text.append(stream.end()).toString();
  }

  /** What a piece that is no byte adds to the text, less what stands before {@code spelling}. */
  String surface(Piece piece, String spelling) {
    return switch (piece.type()) {
      case CONTROL -> "";
      case UNKNOWN -> spelling.equals(piece.text()) ? unkSurface : spelling;
      case NORMAL, USER_DEFINED, UNUSED, BYTE ->
          spelling.replace(TextNormalizer.ESCAPED_SPACE, " ");
    };
  }
}
