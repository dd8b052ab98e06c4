package dev.dolmetsch.data.grammar;

import java.util.Optional;
import java.util.Set;

/**
 * A verb of both languages.
 *
 * @param english the infinitive with its particle or preposition: look after
 * @param particle a movable particle (turn <i>on</i>), or empty
 * @param englishPast the simple past without the movable particle
 * @param german the infinitive as the lexicon writes it: sich aus|ruhen
 * @param conjugation the German forms
 * @param frame what the verb needs beside its subject
 * @param subjects classes of nouns
 * @param objects classes of nouns
 */
record Verb(
    String english,
    String particle,
    String englishPast,
    String german,
    GermanVerb conjugation,
    Frame frame,
    Set<String> subjects,
    Set<String> objects,
    Set<Trait> traits)
    implements Lexeme {

  /** What a verb needs, and in which case or after which preposition. */
  record Frame(Kind kind, Optional<Preposition> preposition) {
    enum Kind {
      NONE,
      ACC,
      DAT,
      /** Dative and accusative; English has two objects. */
      GIVE,
      /** Dative and accusative; English has an object and "to". */
      TO,
      PREPOSITION,
      /** A place that somebody moves to. */
      GOAL,
      /** The country that somebody is from. */
      ORIGIN,
      /** A city or a country that somebody moves to. */
      JOURNEY,
      /** A place where somebody is. */
      PLACE,
      /** An object and the spot that it is moved to. */
      PUT,
      /** The spot where a thing is. */
      POSTURE,
      /** An adjective. */
      COPULA,
      /** A musical instrument, which has no article in German. */
      PLAY,
      /** An amount. */
      MEASURE,
      THAT,
      ZU,
      WEATHER
    }
  }

  /** What else a verb can be combined with. */
  enum Trait {
    /** English does not use the progressive. */
    STATIVE,
    /** Something that one can be able to do, or not. */
    ABLE,
    /** With a time of day. */
    CLOCK,
    /** With an object that both know. */
    DEFINITE,
    /** With an object that is not known yet: has a dog. */
    NEW,
    /** Nothing that one wants, has to, or is going to do. */
    INVOLUNTARY,
    /** With a month, a season or a year. */
    SEASONAL,
    /** Holds for long, so that it is said without a time. */
    STATE,
    /** For somebody. */
    FOR,
    /** At a place. */
    IN,
    /** "like to" in English, gern in German. */
    LIKED,
    /** With a plural object only. */
    PLURAL,
    /** Quickly, slowly. */
    PACE,
    /** With somebody. */
    TOGETHER,
    /** Loudly, quietly. */
    VOLUME
  }

  /** Whether English writes the past like the present: they put, they read. */
  boolean hasSamePastAndPresent() {
    return englishPast.equals(english.replace("|" + particle, ""));
  }

  boolean has(Trait trait) {
    return traits.contains(trait);
  }

  boolean is(Frame.Kind kind) {
    return frame.kind() == kind;
  }
}
