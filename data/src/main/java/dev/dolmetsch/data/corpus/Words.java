package dev.dolmetsch.data.corpus;

/** What is a word and what is blank where no subword model says so. */
final class Words {
  private Words() {}

  /** Stretches of characters between white space that hold at least one visible character. */
  static int count(String line) {
    int words = 0;
    boolean inWord = false;
    for (int i = 0; i < line.length(); ) {
      int c = line.codePointAt(i);
      i += Character.charCount(c);
      if (isSpace(c)) {
        inWord = false;
      } else if (!inWord && !isInvisible(c)) {
        inWord = true;
        words++;
      }
    }
    return words;
  }

  static boolean isBlank(String line) {
    return line.codePoints().allMatch(c -> isSpace(c) || isInvisible(c));
  }

  /** White space of Java and of Unicode: the first lacks no-break spaces, the second tabs. */
  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static boolean isInvisible(int c) {
    int type = Character.getType(c);
    return type == Character.FORMAT || type == Character.CONTROL;
  }
}
