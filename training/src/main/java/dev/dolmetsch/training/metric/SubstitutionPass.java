package dev.dolmetsch.training.metric;

import java.util.function.IntPredicate;

/**
 * One pass of a tokenizer over a line: what {@code re.sub} does with a pattern of one or two
 * character classes, left to right and without overlap, on code points.
 *
 * <p>Written out instead of {@code java.util.regex} because its Unicode classes are those of the
 * running JDK (Unicode 13 in JDK 17, 16 in JDK 25), and a BLEU figure must not depend on that.
 */
@FunctionalInterface
interface SubstitutionPass {

  /** The line with every match replaced. */
  String apply(String line);

  /** Replaces {@code ([c])} by {@code ' \1 '}. */
  static SubstitutionPass isolate(IntPredicate c) {
    return line -> {
      StringBuilder out = new StringBuilder(line.length() + 16);
      line.codePoints()
          .forEach(
              codePoint -> {
                if (c.test(codePoint)) {
                  out.append(' ').appendCodePoint(codePoint).append(' ');
                } else {
                  out.appendCodePoint(codePoint);
                }
              });
      return out.toString();
    };
  }

  /** Replaces {@code ([a])([b])} by {@code ' \1 \2'}. */
  static SubstitutionPass isolateFirst(IntPredicate a, IntPredicate b) {
    return line ->
        replacePairs(
            line,
            a,
            b,
            (out, first, second) ->
                out.append(' ').appendCodePoint(first).append(' ').appendCodePoint(second));
  }

  /** Replaces {@code ([a])([b])} by {@code '\1 \2 '}. */
  static SubstitutionPass isolateSecond(IntPredicate a, IntPredicate b) {
    return line ->
        replacePairs(
            line,
            a,
            b,
            (out, first, second) ->
                out.appendCodePoint(first).append(' ').appendCodePoint(second).append(' '));
  }

  private static String replacePairs(
      String line, IntPredicate a, IntPredicate b, PairWriter writer) {
    int[] codePoints = line.codePoints().toArray();
    StringBuilder out = new StringBuilder(line.length() + 16);
    int i = 0;
    while (i < codePoints.length) {
      if (i + 1 < codePoints.length && a.test(codePoints[i]) && b.test(codePoints[i + 1])) {
        writer.write(out, codePoints[i], codePoints[i + 1]);
        i += 2;
      } else {
        out.appendCodePoint(codePoints[i]);
        i++;
      }
    }
    return out.toString();
  }

  /** Writes the replacement of one matching pair. */
  @FunctionalInterface
  interface PairWriter {
    void write(StringBuilder out, int first, int second);
  }
}
