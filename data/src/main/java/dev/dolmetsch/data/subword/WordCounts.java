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
 *
 * <p>Memory is bounded: beyond so many distinct words the rarest are forgotten, which never happens
 * below a few hundred million words of text. Their characters still count.
 */
final class WordCounts {
  private static final int MOST_WORDS = 4_000_000;

  private final int mostWords;
  private final Map<String, Count> counts = new HashMap<>();
  private final SortedMap<Integer, Long> forgottenCharacters = new TreeMap<>();

  WordCounts() {
    this(MOST_WORDS);
  }

  /** Counts at most so many distinct words at a time. */
  WordCounts(int mostWords) {
    this.mostWords = mostWords;
  }

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
    for (long rare = 1; counts.size() > mostWords; rare *= 2) {
      forget(rare);
    }
  }

  /**
   * Forgets words that occurred at most so often; which ones does not depend on the map's order.
   */
  private void forget(long atMost) {
    counts
        .entrySet()
        .removeIf(
            entry -> {
              long count = entry.getValue().value;
              if (count > atMost) {
                return false;
              }
              addCharacters(forgottenCharacters, entry.getKey(), count);
              return true;
            });
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
    SortedMap<Integer, Long> characters = new TreeMap<>(forgottenCharacters);
    counts.forEach((text, count) -> addCharacters(characters, text, count.value));
    return characters;
  }

  private static void addCharacters(SortedMap<Integer, Long> characters, String text, long count) {
    text.codePoints().forEach(c -> characters.merge(c, count, Long::sum));
  }

  /** A word with its number of occurrences. */
  record Word(String text, long count) {}
}
