package dev.dolmetsch.data.subword;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** The characters that a vocabulary must hold, the most frequent first, then by code point. */
final class Alphabet {
  private final List<Integer> characters = new ArrayList<>();
  private final Set<Integer> members = new HashSet<>();

  /**
   * The most frequent characters that make up that part of the text.
   *
   * @param counts occurrences by code point
   * @param coverage the part, up to 1
   */
  Alphabet(SortedMap<Integer, Long> counts, double coverage) {
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    List<Map.Entry<Integer, Long>> byCount = new ArrayList<>(counts.entrySet());
    byCount.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
    long covered = 0;
    for (Map.Entry<Integer, Long> entry : byCount) {
      // SentencePiece compares in single precision.
      if ((float) ((double) covered / all) >= (float) coverage) {
        break;
      }
      covered += entry.getValue();
      if (entry.getKey() != PieceRules.BOUNDARY) {
        characters.add(entry.getKey());
        members.add(entry.getKey());
      }
    }
  }

  /** The characters in the order in which they stand at the end of a vocabulary. */
  List<Integer> characters() {
    return List.copyOf(characters);
  }

  boolean contains(int codePoint) {
    return members.contains(codePoint);
  }

  int size() {
    return characters.size();
  }
}
