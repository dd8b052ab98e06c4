package dev.dolmetsch.data.grammar;

import java.util.Set;

/**
 * When, how often or how something happens.
 *
 * @param aspect how English writes the present beside it
 */
record Adverbial(String english, String german, Set<Tense> tenses, Aspect aspect, Kind kind)
    implements Lexeme {
  /** Where the adverbial stands, and for manner, which verbs it suits. */
  enum Kind {
    /** After everything else in English: yesterday. */
    END,
    /** The same, for what takes its time: in May. */
    SEASON,
    /** Before the English verb: often. */
    MID,
    /** Manner of things that are done fast or slowly. */
    PACE,
    /** Manner of things that are heard. */
    VOLUME
  }

  /** An adverbial of time made up for one sentence: at half past three. */
  static Adverbial ofTime(String english, String german) {
    return new Adverbial(english, german, Set.of(Tense.values()), Aspect.SIMPLE, Kind.END);
  }

  /** Whether it stands after everything else in English, and can come first instead. */
  boolean isLast() {
    return kind == Kind.END || kind == Kind.SEASON;
  }

  boolean isTime() {
    return isLast() || kind == Kind.MID;
  }
}
