package dev.dolmetsch.data.subword;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds what each id of an encoded text stands for, so that an unknown piece keeps its text.
 *
 * <p>SentencePiece's JNI returns ids only (its pieces break four-byte characters), and all unknown
 * characters in a row have one id. Thread-safe.
 */
final class PieceAligner {
  private final Vocabulary vocabulary;

  PieceAligner(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /**
   * The pieces that these ids stand for.
   *
   * @param normalized the text that was cut into pieces, in its normal form
   * @param ids what it was encoded to
   * @throws IllegalStateException if the ids cannot come from that text
   */
  List<String> align(String normalized, int[] ids) {
    byte[] text = normalized.getBytes(StandardCharsets.UTF_8);
    byte[][] spellings = new byte[ids.length][];
    for (int i = 0; i < ids.length; i++) {
      spellings[i] = bytesOf(vocabulary.piece(ids[i]));
    }
    List<String> pieces = new ArrayList<>(ids.length);
    int position = 0;
    for (int i = 0; i < ids.length; i++) {
      Piece piece = vocabulary.piece(ids[i]);
      int length = spellings[i].length;
      if (piece.type() == PieceType.UNKNOWN) {
        length = unknownLength(text, position, spellings, i + 1);
        pieces.add(new String(text, position, length, StandardCharsets.UTF_8));
      } else {
        pieces.add(piece.text());
      }
      position += length;
    }
    if (position != text.length) {
      throw new IllegalStateException(
          "ids " + Arrays.toString(ids) + " do not spell \"" + normalized + "\"");
    }
    return pieces;
  }

  /**
   * What a piece takes of the text: nothing for a mark, a byte for a byte piece, or its letters.
   */
  private static byte[] bytesOf(Piece piece) {
    return switch (piece.type()) {
      case UNKNOWN, CONTROL -> new byte[0];
      case BYTE -> new byte[] {(byte) Integer.parseInt(piece.text(), 3, 5, 16)};
      case NORMAL, USER_DEFINED, UNUSED -> piece.text().getBytes(StandardCharsets.UTF_8);
    };
  }

  /** The fewest bytes after which the known pieces up to the next unknown one fit. */
  private int unknownLength(byte[] text, int start, byte[][] spellings, int next) {
    for (int end = start; end < text.length; ) {
      end += Utf8.characterLength(text[end]);
      if (fits(text, end, spellings, next)) {
        return end - start;
      }
    }
    return text.length - start;
  }

  private static boolean fits(byte[] text, int start, byte[][] spellings, int first) {
    int position = start;
    for (int i = first; i < spellings.length; i++) {
      if (spellings[i].length == 0) {
        return position < text.length;
      }
      if (!Utf8.startsWith(text, position, spellings[i])) {
        return false;
      }
      position += spellings[i].length;
    }
    return position == text.length;
  }
}
