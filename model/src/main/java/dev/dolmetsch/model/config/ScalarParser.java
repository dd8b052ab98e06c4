package dev.dolmetsch.model.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Texts to values, by the type that is wanted.
 *
 * <p>Stricter than YAML 1.1, so that nothing is read as something else: {@code 012} is no number
 * (there it would be ten), {@code yes} and {@code on} are no truth values, and {@code 1e-9} is one
 * number here as everywhere else.
 */
final class ScalarParser {
  private static final int LONGEST_SHOWN = 100;
  private static final Pattern WHOLE = Pattern.compile("[+-]?(0|[1-9][0-9]*)");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(0|[1-9][0-9]*)?(\\.[0-9]*)?([eE][+-]?[0-9]+)?");

  private ScalarParser() {}

  /**
   * The value of {@code text} as a {@code type}.
   *
   * @throws IllegalArgumentException whose message says what the text must be instead
   */
  static Object parse(String text, Class<?> type) {
    if (type == String.class) {
      return text;
    }
    if (type == Path.class) {
      return path(text);
    }
    if (type == boolean.class || type == Boolean.class) {
      return truth(text);
    }
    if (type == int.class || type == Integer.class) {
      return (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (type == long.class || type == Long.class) {
      return whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (type == double.class || type == Double.class) {
      return decimal(text);
    }
    if (type.isEnum()) {
      return constant(text, type);
    }
    throw new IllegalStateException("no YAML form is defined for " + type);
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw wrong(wanted(Path.class), text);
    }
  }

  private static boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(wanted(boolean.class), text);
    };
  }

  private static long whole(String text, long low, long high) {
    if (!WHOLE.matcher(text).matches()) {
      throw wrong(wanted(int.class), text);
    }
    try {
      long value = Long.parseLong(text);
      if (value >= low && value <= high) {
        return value;
      }
    } catch (NumberFormatException e) {
      // More digits than a long holds: out of range like any other number that is too large.
    }
    throw wrong("between " + low + " and " + high, text);
  }

  private static double decimal(String text) {
    if (!DECIMAL.matcher(text).matches() || text.chars().noneMatch(Character::isDigit)) {
      throw wrong(wanted(double.class), text);
    }
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // An exponent without a mantissa.
    }
    throw wrong(wanted(double.class), text);
  }

  private static Object constant(String text, Class<?> type) {
    for (Object constant : type.getEnumConstants()) {
      if (EnumNames.of(constant).equals(text)) {
        return constant;
      }
    }
    throw wrong(wanted(type), text);
  }

  /** What a text must be in order to become a {@code type}, for messages. */
  static String wanted(Class<?> type) {
    if (type.isEnum()) {
      List<String> names = EnumNames.all(type);
      return (names.size() > 1 ? "one of " : "") + String.join(", ", names);
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    if (type == String.class) {
      return "a text";
    }
    return type == Path.class ? "a path" : "a whole number";
  }

  private static IllegalArgumentException wrong(String wanted, String text) {
    return new IllegalArgumentException("must be " + wanted + ", but is \"" + oneLine(text) + "\"");
  }

  /** A text as it may stand in a message: without line breaks and not too long. */
  static String oneLine(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(LONGEST_SHOWN)
        .forEach(
            point -> {
              if (Character.isISOControl(point) || point == '\u2028' || point == '\u2029') {
                shown.append(String.format(Locale.ROOT, "\\u%04x", point));
              } else {
                shown.appendCodePoint(point);
              }
            });
    return text.codePointCount(0, text.length()) > LONGEST_SHOWN ? shown + "…" : shown.toString();
  }
}
