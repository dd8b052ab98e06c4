package dev.dolmetsch.data.grammar;

import dev.dolmetsch.data.corpus.SentencePair;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Writes distinct pairs: neither an English nor a German sentence comes twice. */
final class Generator {
  /** Longer sentences are written again; they would cost a small model more than they teach. */
  private static final int LONGEST = 14;

  /** So many repeated sentences in a row mean that the grammar has little more to say. */
  private static final int PATIENCE = 5_000;

  private final Choice choice;
  private final List<Sentences.Weighted> patterns;
  private final int totalWeight;

  Generator(Lexicon lexicon, long seed) {
    choice = new Choice(seed);
    Events events = new Events(lexicon, choice);
    patterns =
        Stream.of(
                new Statements(events),
                new Questions(events),
                new Descriptions(events),
                new NumberSentences(events),
                new WeatherSentences(events),
                new ReasonSentences(events),
                new CompoundSentences(events))
            .flatMap(kind -> kind.patterns().stream())
            .toList();
    totalWeight = patterns.stream().mapToInt(Sentences.Weighted::weight).sum();
  }

  /**
   * That many pairs, in the order in which they were made.
   *
   * @throws IllegalArgumentException if the grammar has not so many sentences
   */
  List<SentencePair> pairs(int count) {
    Set<String> english = new HashSet<>();
    Set<String> german = new HashSet<>();
    List<SentencePair> pairs = new ArrayList<>(count);
    int repeated = 0;
    while (pairs.size() < count) {
      SentencePair pair = pattern().write();
      boolean isNew =
          words(pair.english()) <= LONGEST
              && words(pair.german()) <= LONGEST
              && !english.contains(pair.english())
              && !german.contains(pair.german());
      if (isNew) {
        english.add(pair.english());
        german.add(pair.german());
        pairs.add(pair);
        repeated = 0;
      } else if (++repeated > PATIENCE) {
        throw new IllegalArgumentException(
            "pairs must be at most what the grammar can say, about "
                + pairs.size()
                + ", but is "
                + count);
      }
    }
    return pairs;
  }

  private Sentences.Pattern pattern() {
    int ticket = choice.between(1, totalWeight);
    for (Sentences.Weighted weighted : patterns) {
      ticket -= weighted.weight();
      if (ticket <= 0) {
        return weighted.pattern();
      }
    }
    throw new AssertionError("weights do not add up to " + totalWeight);
  }

  private static int words(String sentence) {
    return sentence.split(" ", -1).length;
  }
}
