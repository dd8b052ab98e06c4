package dev.dolmetsch.cli;

import dev.dolmetsch.model.decode.Translation;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A sentence a line.
 *
 * @param nBest whether each translation gets a line of its own with number and score
 */
record PlainLines(boolean nBest) implements LineFormat {
  @Override
  public String source(String line) {
    return line;
  }

  @Override
  public String result(String line, long number, Translation translation) {
    if (!nBest) {
      return LineFormat.oneField(translation.text());
    }
    return translation.candidates().isEmpty()
        ? row(number, 0, "")
        : translation.candidates().stream()
            .map(candidate -> row(number, candidate.score(), candidate.text()))
            .collect(Collectors.joining("\n"));
  }

  private static String row(long number, double score, String text) {
    return String.format(Locale.ROOT, "%d\t%.6f\t%s", number, score, LineFormat.oneField(text));
  }
}
