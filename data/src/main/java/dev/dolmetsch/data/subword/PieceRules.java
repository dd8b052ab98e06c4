package dev.dolmetsch.data.subword;

import com.ibm.icu.lang.UScript;

/** Which sequences of characters may be one piece: SentencePiece's defaults. */
final class PieceRules {
  /** Never part of a piece: it stands where a special piece was spelt out in the text. */
  static final int BOUNDARY = '\t';

  private static final int MAX_CHARACTERS = 16;
  private static final int ANY_SCRIPT = -1;
  private static final int LONG_VOWEL_MARK = 0x30FC;

  private PieceRules() {}

  /** The most characters that a piece may have. */
  static int maxCharacters() {
    return MAX_CHARACTERS;
  }

  /**
   * Whether these code points may be one piece: not too many, U+2581 only as the first one, all
   * others of one script.
   */
  static boolean mayBePiece(int[] codePoints) {
    if (codePoints.length > MAX_CHARACTERS) {
      return false;
    }
    int script = ANY_SCRIPT;
    for (int i = 0; i < codePoints.length; i++) {
      int codePoint = codePoints[i];
      if (codePoint == BOUNDARY) {
        return false;
      }
      if (codePoint == TextNormalizer.ESCAPED_SPACE.charAt(0)) {
        if (i > 0) {
          return false;
        }
      } else {
        int next = scriptOf(codePoint, script);
        if (script != ANY_SCRIPT && next != ANY_SCRIPT && next != script) {
          return false;
        }
        script = next;
      }
    }
    return true;
  }

  /** The script of a character after one of script {@code previous}; Japanese counts as one. */
  private static int scriptOf(int codePoint, int previous) {
    if (codePoint == LONG_VOWEL_MARK) {
      return UScript.HAN;
    }
    int script = UScript.getScript(codePoint);
    return switch (script) {
      case UScript.HIRAGANA, UScript.KATAKANA -> UScript.HAN;
      case UScript.INHERITED -> previous;
      case UScript.UNKNOWN -> UScript.COMMON;
      default -> script;
    };
  }
}
