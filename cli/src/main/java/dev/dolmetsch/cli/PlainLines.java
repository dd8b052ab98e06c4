package dev.dolmetsch.cli;

import dev.dolmetsch.model.decode.Translation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A sentence a line.
 *
 * @param nBest whether each translation gets a line of its own with number and score
 * @param alignments whether a column of links stands behind each translation
 */
record PlainLines(boolean nBest, boolean alignments) implements LineFormat {
  @Override
  public String source(String line) {
    return line;
  }

  @Override
  public String result(String line, long number, Translation translation, List<String> links) {
    List<Translation.Candidate> candidates = translation.candidates();
    if (candidates.isEmpty()) {
      String empty = alignments ? "\t" : "";
      return nBest ? row(number, 0, empty) : empty;
    }
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      Translation.Candidate candidate = candidates.get(i);
      String text = LineFormat.oneField(candidate.text()) + (alignments ? "\t" + links.get(i) : "");
      rows.add(nBest ? row(number, candidate.score(), text) : text);
    }
    return String.join("\n", rows);
  }

  private static String row(long number, double score, String text) {
    return String.format(Locale.ROOT, "%d\t%.6f\t%s", number, score, text);
  }
}
