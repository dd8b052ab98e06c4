package dev.dolmetsch.data.grammar;

import dev.dolmetsch.data.grammar.Determiner.Article;
import dev.dolmetsch.data.grammar.NounPhrase.Nominal;
import java.util.Optional;

/** Says noun phrases in English. */
final class EnglishNounPhrase {
  private EnglishNounPhrase() {}

  /** The phrase as a subject: he, the old man. */
  static String subject(NounPhrase phrase) {
    return phrase instanceof NounPhrase.Pronoun pronoun
        ? subjectPronoun(pronoun.referent())
        : words(phrase);
  }

  /** The phrase as an object: him, the old man. */
  static String object(NounPhrase phrase) {
    return phrase instanceof NounPhrase.Pronoun pronoun
        ? objectPronoun(pronoun.referent())
        : words(phrase);
  }

  private static String words(NounPhrase phrase) {
    if (phrase instanceof NounPhrase.Proper proper) {
      return proper.name().english();
    } else if (phrase instanceof NounPhrase.Interrogative question) {
      return question.human() ? "who" : "what";
    }
    return nominal((Nominal) phrase);
  }

  private static String nominal(Nominal phrase) {
    Noun noun = phrase.noun();
    String head =
        phrase.number() == GrammaticalNumber.PLURAL
            ? noun.englishPlural().orElseThrow()
            : noun.english();
    String core = phrase.adjective().map(a -> a.english() + " " + head).orElse(head);
    Optional<NounPhrase> owner = phrase.owner();
    if (owner.isPresent()) {
      boolean human = owner.orElseThrow().referent().english() != Gender.NEUTER;
      return human
          ? words(owner.orElseThrow()) + "'s " + core
          : "the " + core + " of " + words(owner.orElseThrow());
    }
    return determined(phrase.determiner(), core, phrase.number());
  }

  private static String determined(Determiner determiner, String core, GrammaticalNumber number) {
    if (determiner instanceof Determiner.Possessive possessive) {
      return possessive(possessive.owner()) + " " + core;
    } else if (determiner instanceof Determiner.Count count) {
      return NumberWords.english(count.number()) + " " + core;
    }
    return switch ((Article) determiner) {
      case DEFINITE -> "the " + core;
      case INDEFINITE -> EnglishMorphology.withArticle(core);
      case NONE -> core;
      case THIS -> (number == GrammaticalNumber.PLURAL ? "these " : "this ") + core;
      case EVERY -> "every " + core;
      case WHICH -> "which " + core;
      case NO -> "no " + core;
      case MANY -> "many " + core;
      case SOME -> "some " + core;
      case ALL -> "all the " + core;
      case HOW_MANY -> "how many " + core;
    };
  }

  private static String subjectPronoun(Referent referent) {
    return switch (referent.person()) {
      case FIRST -> referent.isPlural() ? "we" : "I";
      case SECOND -> "you";
      case THIRD ->
          referent.isPlural()
              ? "they"
              : switch (referent.english()) {
                case MASCULINE -> "he";
                case FEMININE -> "she";
                case NEUTER -> "it";
              };
    };
  }

  private static String objectPronoun(Referent referent) {
    return switch (referent.person()) {
      case FIRST -> referent.isPlural() ? "us" : "me";
      case SECOND -> "you";
      case THIRD ->
          referent.isPlural()
              ? "them"
              : switch (referent.english()) {
                case MASCULINE -> "him";
                case FEMININE -> "her";
                case NEUTER -> "it";
              };
    };
  }

  private static String possessive(Referent owner) {
    return switch (owner.person()) {
      case FIRST -> owner.isPlural() ? "our" : "my";
      case SECOND -> "your";
      case THIRD ->
          owner.isPlural()
              ? "their"
              : switch (owner.english()) {
                case MASCULINE -> "his";
                case FEMININE -> "her";
                case NEUTER -> "its";
              };
    };
  }
}
