package dev.dolmetsch.data.subword;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Joins pieces to text by the rules of SentencePiece's {@code Decode}.
 *
 * <p>A control piece has no text; the unknown piece becomes the model's unknown surface; U+2581
 * becomes a space, except before the first text, where it stands for no space of the original; a
 * run of byte pieces is read as UTF-8, each byte that is none as U+FFFD. Thread-safe.
 */
final class PieceJoiner {
  private final Vocabulary vocabulary;
  private final String unkSurface;
  private final boolean dropFirstSpace;
  private final boolean dropLeadingSpaces;

  PieceJoiner(Vocabulary vocabulary, NormalizerSpec normalizer, String unkSurface) {
    this.vocabulary = vocabulary;
    this.unkSurface = unkSurface;
    this.dropFirstSpace = normalizer.addDummyPrefix() || normalizer.removeExtraWhitespaces();
    this.dropLeadingSpaces = normalizer.removeExtraWhitespaces();
  }

  /** The text of these pieces; one that the vocabulary lacks stands for itself. */
  String join(List<String> pieces) {
    StringBuilder text = new StringBuilder();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean firstSpaceSeen = false;
    for (String spelling : pieces) {
      Piece piece = vocabulary.piece(vocabulary.id(spelling));
      if (piece.type() == PieceType.BYTE) {
        bytes.write(byteOf(spelling));
        continue;
      }
      appendBytes(bytes, text);
      String rest = spelling;
      boolean leading = dropFirstSpace && !firstSpaceSeen && text.isEmpty();
      if (leading && isText(piece) && rest.startsWith(TextNormalizer.ESCAPED_SPACE)) {
        rest = rest.substring(TextNormalizer.ESCAPED_SPACE.length());
        firstSpaceSeen = !dropLeadingSpaces;
      }
      text.append(surface(piece, rest));
    }
    appendBytes(bytes, text);
    return text.toString();
  }

  private static boolean isText(Piece piece) {
    return piece.type() != PieceType.CONTROL && piece.type() != PieceType.UNKNOWN;
  }

  private String surface(Piece piece, String spelling) {
    return switch (piece.type()) {
      case CONTROL -> "";
      case UNKNOWN -> spelling.equals(piece.text()) ? unkSurface : spelling;
      case NORMAL, USER_DEFINED, UNUSED, BYTE ->
          spelling.replace(TextNormalizer.ESCAPED_SPACE, " ");
    };
  }

  /** The byte of a piece such as {@code <0xE2>}. */
  private static int byteOf(String spelling) {
    return Integer.parseInt(spelling, 3, 5, 16);
  }

  private static void appendBytes(ByteArrayOutputStream run, StringBuilder text) {
    byte[] bytes = run.toByteArray();
    run.reset();
    for (int i = 0; i < bytes.length; ) {
      int length = Math.min(Utf8.characterLength(bytes[i]), bytes.length - i);
      try {
        text.append(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, i, length)));
        i += length;
      } catch (CharacterCodingException e) {
        text.append('\uFFFD');
        i++;
      }
    }
  }
}
