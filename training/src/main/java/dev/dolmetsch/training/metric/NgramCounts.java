package dev.dolmetsch.training.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often each n-gram of one order occurs in a segment. Maps are for look-up and sums alone;
 * their order never shows.
 */
final class NgramCounts {

  private NgramCounts() {}

  /** N-grams of words, keyed by the words with a space between: words have no white space. */
  static Map<String, Integer> ofWords(List<String> words, int order) {
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i + order <= words.size(); i++) {
      counts.merge(String.join(" ", words.subList(i, i + order)), 1, Integer::sum);
    }
    return counts;
  }

  /** N-grams of code points. */
  static Map<String, Integer> ofCharacters(int[] codePoints, int order) {
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i + order <= codePoints.length; i++) {
      counts.merge(new String(codePoints, i, order), 1, Integer::sum);
    }
    return counts;
  }

  /** All occurrences. */
  static long total(Map<String, Integer> counts) {
    long total = 0;
    for (int count : counts.values()) {
      total += count;
    }
    return total;
  }

  /** Occurrences in both, each n-gram as often as where it is rarer. */
  static long matches(Map<String, Integer> hypothesis, Map<String, Integer> reference) {
    long matches = 0;
    for (Map.Entry<String, Integer> entry : hypothesis.entrySet()) {
      matches += Math.min(entry.getValue(), reference.getOrDefault(entry.getKey(), 0));
    }
    return matches;
  }
}
