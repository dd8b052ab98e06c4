package dev.dolmetsch.training.metric;

import com.ibm.icu.lang.UCharacter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Text as Python's {@code str} treats it, which is what sacreBLEU's figures rest on and what the
 * JDK does differently: {@code split()}, {@code rstrip()}, {@code lower()} and fixed-point numbers.
 */
final class PythonText {

  private PythonText() {}

  /**
   * Whether {@code str.isspace()} holds. The JDK's own predicates leave out either the no-break
   * spaces or U+0085.
   */
  static boolean isSpace(int codePoint) {
    return switch (codePoint) {
      case ' ', 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000 -> true;
      default ->
          (codePoint >= 0x09 && codePoint <= 0x0D)
              || (codePoint >= 0x1C && codePoint <= 0x1F)
              || (codePoint >= 0x2000 && codePoint <= 0x200A);
    };
  }

  /** {@code text.rstrip()}. */
  static String stripTrailing(String text) {
    int end = text.length();
    // Every white space character lies in the basic plane, so that chars will do.
    while (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  /** {@code text.split()}: the words between runs of white space, none of them empty. */
  static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || isSpace(text.charAt(i))) {
        if (i > start) {
          words.add(text.substring(start, i));
        }
        start = i + 1;
      }
    }
    return words;
  }

  /** {@code ' '.join(text.split())}. */
  static String normalizeSpaces(String text) {
    return String.join(" ", split(text));
  }

  /**
   * {@code text.lower()}: full lower-casing, with the final sigma decided as Unicode defines it
   * (the JDK asks its word breaker instead) and U+0130 becoming two code points.
   */
  static String lowerCase(String text) {
    return UCharacter.toLowerCase(Locale.ROOT, text);
  }

  /**
   * {@code f'{value:.{digits}f}'}: the exact binary value, rounded to even. {@link String#format}
   * rounds the shortest decimal form half up, and so prints 6.25 as 6.3 where Python prints 6.2.
   */
  static String fixed(double value, int digits) {
    return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
  }
}
