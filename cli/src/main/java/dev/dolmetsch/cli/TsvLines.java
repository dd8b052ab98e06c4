package dev.dolmetsch.cli;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.decode.Translation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * Columns separated by tabs, without quotes; all others are kept as they are.
 *
 * @param sourceColumn from 1
 * @param translationColumn from 1; the column that the translation replaces, unless it is appended
 */
record TsvLines(int sourceColumn, OptionalInt translationColumn) implements LineFormat {
  @Override
  public String source(String line) {
    if (isBlank(line)) {
      return "";
    }
    List<String> columns = columns(line);
    int needed = Math.max(sourceColumn, translationColumn.orElse(1));
    if (columns.size() < needed) {
      throw new DolmetschException(
          "has "
              + columns.size()
              + (columns.size() == 1 ? " column" : " columns")
              + ", but column "
              + needed
              + " is needed; see --source-column and --translation-column");
    }
    return columns.get(sourceColumn - 1);
  }

  @Override
  public String result(String line, long number, Translation translation, List<String> links) {
    if (isBlank(line)) {
      return line;
    }
    String text = LineFormat.oneField(translation.text());
    List<String> columns = new ArrayList<>(columns(line));
    if (translationColumn.isPresent()) {
      columns.set(translationColumn.getAsInt() - 1, text);
    } else {
      columns.add(text);
    }
    return String.join("\t", columns) + (line.endsWith("\r") ? "\r" : "");
  }

  /** A line without columns; one of empty columns gets an empty translation. */
  private static boolean isBlank(String line) {
    return line.isBlank() && line.indexOf('\t') < 0;
  }

  private static List<String> columns(String line) {
    String row = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    return Arrays.asList(row.split("\t", -1));
  }
}
