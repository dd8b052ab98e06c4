package dev.dolmetsch.training.metric;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterEnums.ECharacterCategory;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How BLEU splits a line into words: sacreBLEU's language-independent tokenizers. */
public enum BleuTokenizer {
  /**
   * That of NIST's {@code mteval-v13a.pl}, the usual one: punctuation and symbols of ASCII apart,
   * period and comma kept inside numbers, four HTML entities resolved.
   */
  MTEVAL_13A("13a"),
  /**
   * That of {@code mteval-v14.pl --international-tokenization}: all of Unicode's punctuation
   * (except between digits) and symbols apart.
   */
  INTERNATIONAL("intl"),
  /** Every code point is a word. */
  CHARACTER("char"),
  /** The line as it is: words stand between white space. */
  NONE("none");

  private static final List<SubstitutionPass> MTEVAL_13A_PASSES =
      List.of(
          SubstitutionPass.isolate(BleuTokenizer::isAsciiSymbol),
          SubstitutionPass.isolateSecond(c -> !isAsciiDigit(c), BleuTokenizer::isPeriodOrComma),
          SubstitutionPass.isolateFirst(BleuTokenizer::isPeriodOrComma, c -> !isAsciiDigit(c)),
          SubstitutionPass.isolateSecond(BleuTokenizer::isAsciiDigit, c -> c == '-'));

  private static final List<SubstitutionPass> INTERNATIONAL_PASSES =
      List.of(
          SubstitutionPass.isolateSecond(c -> !isNumber(c), BleuTokenizer::isPunctuation),
          SubstitutionPass.isolateFirst(BleuTokenizer::isPunctuation, c -> !isNumber(c)),
          SubstitutionPass.isolate(BleuTokenizer::isSymbol));

  private static final int NUMBER =
      mask(
          ECharacterCategory.DECIMAL_DIGIT_NUMBER,
          ECharacterCategory.LETTER_NUMBER,
          ECharacterCategory.OTHER_NUMBER);

  private static final int PUNCTUATION =
      mask(
          ECharacterCategory.CONNECTOR_PUNCTUATION,
          ECharacterCategory.DASH_PUNCTUATION,
          ECharacterCategory.START_PUNCTUATION,
          ECharacterCategory.END_PUNCTUATION,
          ECharacterCategory.INITIAL_PUNCTUATION,
          ECharacterCategory.FINAL_PUNCTUATION,
          ECharacterCategory.OTHER_PUNCTUATION);

  private static final int SYMBOL =
      mask(
          ECharacterCategory.MATH_SYMBOL,
          ECharacterCategory.CURRENCY_SYMBOL,
          ECharacterCategory.MODIFIER_SYMBOL,
          ECharacterCategory.OTHER_SYMBOL);

  private final String code;

  BleuTokenizer(String code) {
    this.code = code;
  }

  /** The name in signatures and on the command line: 13a, intl, char or none. */
  public String code() {
    return code;
  }

  /** The line with its words separated by white space. */
  public String tokenize(String line) {
    return switch (this) {
      case MTEVAL_13A -> mteval13a(line);
      case INTERNATIONAL -> run(INTERNATIONAL_PASSES, line);
      case CHARACTER ->
          line.codePoints().mapToObj(Character::toString).collect(Collectors.joining(" "));
      case NONE -> line;
    };
  }

  /**
   * The tokenizer of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static BleuTokenizer of(String code) {
    for (BleuTokenizer tokenizer : values()) {
      if (tokenizer.code.equals(code)) {
        return tokenizer;
      }
    }
    String known =
        Arrays.stream(values()).map(BleuTokenizer::code).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        "tokenizer must be one of " + known + ", but is \"" + code + "\"");
  }

  private static String mteval13a(String line) {
    // The order matters: "&amp;lt;" ends as "<". Line ends occur in library use only.
    String text =
        line.replace("<skipped>", "")
            .replace("-\n", "")
            .replace('\n', ' ')
            .replace("&quot;", "\"")
            .replace("&amp;", "&")
            .replace("&lt;", "<")
            .replace("&gt;", ">");
    return run(MTEVAL_13A_PASSES, " " + text + " ");
  }

  private static String run(List<SubstitutionPass> passes, String line) {
    String text = line;
    for (SubstitutionPass pass : passes) {
      text = pass.apply(text);
    }
    return PythonText.normalizeSpaces(text);
  }

  /** ASCII's punctuation and symbols without apostrophe, comma, hyphen and period; and space. */
  private static boolean isAsciiSymbol(int c) {
    return (c >= '{' && c <= '~')
        || (c >= '[' && c <= '`')
        || (c >= ' ' && c <= '&')
        || (c >= '(' && c <= '+')
        || (c >= ':' && c <= '@')
        || c == '/';
  }

  private static boolean isAsciiDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isPeriodOrComma(int c) {
    return c == '.' || c == ',';
  }

  private static boolean isNumber(int c) {
    return isIn(NUMBER, c);
  }

  private static boolean isPunctuation(int c) {
    return isIn(PUNCTUATION, c);
  }

  private static boolean isSymbol(int c) {
    return isIn(SYMBOL, c);
  }

  private static boolean isIn(int categories, int c) {
    return (categories & (1 << UCharacter.getType(c))) != 0;
  }

  private static int mask(byte... categories) {
    int mask = 0;
    for (byte category : categories) {
      mask |= 1 << category;
    }
    return mask;
  }
}
