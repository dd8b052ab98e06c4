package dev.dolmetsch.data.subword;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Joins pieces to text as they come. What it has returned stays as it is: the parts, one after the
 * other, are what {@link SubwordModel#decode} makes of all the pieces, and each consists of whole
 * characters.
 *
 * <p>Belongs to one thread at a time. It needs no native memory, so it may outlive its model.
 */
public final class TextStream {
  private final PieceJoiner rules;

  /** Byte pieces that make no whole character yet. */
  private byte[] bytes = new byte[0];

  private boolean textSeen;
  private boolean firstSpaceSeen;

  TextStream(PieceJoiner rules) {
    this.rules = rules;
  }

  /**
   * The text that the next piece adds; often nothing where a character is spelt byte by byte.
   *
   * @throws IllegalArgumentException if the id is no piece of the model
   */
  public String append(int id) {
    return append(rules.vocabulary.piece(id).text());
  }

  /** The text that nothing but the end decides: U+FFFD for each byte that makes no character. */
  public String end() {
    return seen(takeCharacters(true));
  }

  String append(String spelling) {
    Piece piece = rules.vocabulary.piece(rules.vocabulary.id(spelling));
    if (piece.type() == PieceType.BYTE) {
      ByteArrayOutputStream longer = new ByteArrayOutputStream();
      longer.writeBytes(bytes);
      longer.write(byteOf(spelling));
      bytes = longer.toByteArray();
      return seen(takeCharacters(false));
    }
    String before = seen(takeCharacters(true));
    String rest = spelling;
    boolean leading = rules.dropFirstSpace && !firstSpaceSeen && !textSeen;
    if (leading && isText(piece) && rest.startsWith(TextNormalizer.ESCAPED_SPACE)) {
      rest = rest.substring(TextNormalizer.ESCAPED_SPACE.length());
      firstSpaceSeen = !rules.dropLeadingSpaces;
    }
    return before + seen(rules.surface(piece, rest));
  }

  private String seen(String text) {
    textSeen |= !text.isEmpty();
    return text;
  }

  private static boolean isText(Piece piece) {
    return piece.type() != PieceType.CONTROL && piece.type() != PieceType.UNKNOWN;
  }

  /** The byte of a piece such as {@code <0xE2>}. */
  private static int byteOf(String spelling) {
    return Integer.parseInt(spelling, 3, 5, 16);
  }

  /** The characters that the bytes begin with, up to one of which bytes may be still to come. */
  private String takeCharacters(boolean noMoreBytes) {
    StringBuilder text = new StringBuilder();
    int start = 0;
    while (start < bytes.length) {
      int wanted = Utf8.characterLength(bytes[start]);
      int length = Math.min(wanted, bytes.length - start);
      if (length < wanted && !noMoreBytes) {
        break;
      }
      try {
        ByteBuffer character = ByteBuffer.wrap(bytes, start, length);
        text.append(StandardCharsets.UTF_8.newDecoder().decode(character));
        start += length;
      } catch (CharacterCodingException e) {
        text.append('\uFFFD');
        start++;
      }
    }
    bytes = Arrays.copyOfRange(bytes, start, bytes.length);
    return text.toString();
  }
}
