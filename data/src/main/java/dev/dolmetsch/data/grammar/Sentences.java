package dev.dolmetsch.data.grammar;

import dev.dolmetsch.data.corpus.SentencePair;
import java.util.List;

/** A kind of sentences of the corpus. */
interface Sentences {
  /** One way of writing a sentence. */
  @FunctionalInterface
  interface Pattern {
    /** A new pair; what it says is left to chance. */
    SentencePair write();
  }

  /**
   * A pattern and how often it is used.
   *
   * @param weight relative to the other patterns
   */
  record Weighted(Pattern pattern, int weight) {}

  /** The patterns of this kind. */
  List<Weighted> patterns();

  /** A pair ending in full stops. */
  static SentencePair statement(String english, String german) {
    return new SentencePair(finished(english) + ".", finished(german) + ".");
  }

  /** A pair ending in question marks. */
  static SentencePair question(String english, String german) {
    return new SentencePair(finished(english) + "?", finished(german) + "?");
  }

  private static String finished(String words) {
    return GermanNounPhrase.capitalised(words);
  }
}
