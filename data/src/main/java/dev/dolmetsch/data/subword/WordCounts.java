package dev.dolmetsch.data.subword;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts the words of normalised text; a word starts with U+2581 and ends before the next one.
 * Needs memory for the distinct words only.
 */
final class WordCounts {
  private final Map<String, Count> counts = new HashMap<>();

  private static final class Count {
    private long value;
  }

  /** Counts the words of one normalised sentence. */
  void add(String normalized) {
    int start = 0;
    while (start < normalized.length()) {
      int end = normalized.indexOf(TextNormalizer.ESCAPED_SPACE, start + 1);
      end = end < 0 ? normalized.length() : end;
      counts.computeIfAbsent(normalized.substring(start, end), word -> new Count()).value++;
      start = end;
    }
  }

  /** The words and how often each occurred, the most frequent first, then by their code units. */
  List<Word> words() {
    List<Word> words = new ArrayList<>(counts.size());
    counts.forEach((text, count) -> words.add(new Word(text, count.value)));
    words.sort(Comparator.comparingLong(Word::count).reversed().thenComparing(Word::text));
    return words;
  }

  /** How often each character occurred, by code point. */
  SortedMap<Integer, Long> characters() {
    SortedMap<Integer, Long> characters = new TreeMap<>();
    counts.forEach(
        (text, count) ->
            text.codePoints().forEach(c -> characters.merge(c, count.value, Long::sum)));
    return characters;
  }

  /** A word with its number of occurrences. */
  record Word(String text, long count) {}
}
