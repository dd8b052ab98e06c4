package dev.dolmetsch.model.config;

import java.util.Collection;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The known name that somebody meant who mistyped it: a key of a file, or an option. */
public final class Spelling {
  private Spelling() {}

  /**
   * The known name with the fewest edits to what was written (Levenshtein), or nothing if these are
   * more than two and more than a third of its letters, or all of them.
   */
  public static Optional<String> closest(String written, Collection<String> known) {
    int limit = Math.max(2, written.length() / 3);
    LevenshteinDistance distance = new LevenshteinDistance(limit);
    String best = "";
    int bestDistance = limit + 1;
    for (String each : known) {
      int edits = distance.apply(written, each);
      if (edits >= 0 && edits < bestDistance && edits < written.length()) {
        best = each;
        bestDistance = edits;
      }
    }
    return best.isEmpty() ? Optional.empty() : Optional.of(best);
  }
}
