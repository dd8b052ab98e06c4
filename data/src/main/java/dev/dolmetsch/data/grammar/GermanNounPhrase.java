package dev.dolmetsch.data.grammar;

import dev.dolmetsch.data.grammar.Determiner.Article;
import dev.dolmetsch.data.grammar.GermanDeclension.AdjectiveClass;
import dev.dolmetsch.data.grammar.NounPhrase.Nominal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Says noun phrases in German. */
final class GermanNounPhrase {
  private static final Map<String, String> CONTRACTIONS =
      Map.of(
          "in dem", "im", "in das", "ins", "an dem", "am", "an das", "ans", "zu dem", "zum",
          "zu der", "zur", "von dem", "vom", "bei dem", "beim");

  private GermanNounPhrase() {}

  /** The phrase in that case: den alten Mann. */
  static String of(NounPhrase phrase, Case form) {
    if (phrase instanceof NounPhrase.Pronoun pronoun) {
      return GermanDeclension.pronoun(form, pronoun.referent());
    } else if (phrase instanceof NounPhrase.Interrogative question) {
      return interrogative(question.human(), form);
    } else if (phrase instanceof NounPhrase.Proper proper) {
      return form == Case.GENITIVE ? proper.name().german() + "s" : proper.name().german();
    }
    return nominal((Nominal) phrase, form);
  }

  /** The phrase after a preposition, with the two run together where German does: im Haus. */
  static String after(Preposition preposition, NounPhrase phrase) {
    String words = of(phrase, preposition.governs());
    boolean definite =
        phrase instanceof Nominal nominal
            && nominal.determiner() == Article.DEFINITE
            && !isOwnedByName(nominal);
    int space = words.indexOf(' ');
    if (definite && space > 0) {
      String pair = preposition.german() + " " + words.substring(0, space);
      String contraction = CONTRACTIONS.get(pair);
      if (contraction != null) {
        return contraction + words.substring(space);
      }
    }
    return preposition.german() + " " + words;
  }

  private static String interrogative(boolean human, Case form) {
    if (!human) {
      return "was";
    }
    return switch (form) {
      case NOMINATIVE -> "wer";
      case ACCUSATIVE -> "wen";
      case DATIVE -> "wem";
      case GENITIVE -> "wessen";
    };
  }

  private static String nominal(Nominal phrase, Case form) {
    Referent referent = phrase.referent();
    StringBuilder words = new StringBuilder();
    if (isOwnedByName(phrase)) {
      words.append(of(phrase.owner().orElseThrow(), Case.GENITIVE)).append(' ');
    } else {
      String determiner = determiner(phrase.determiner(), form, referent);
      if (!determiner.isEmpty()) {
        words.append(determiner).append(' ');
      }
    }
    Optional<Adjective> adjective = phrase.adjective();
    if (adjective.isPresent()) {
      AdjectiveClass kind =
          isOwnedByName(phrase)
              ? AdjectiveClass.STRONG_ENDINGS
              : adjectiveClass(phrase.determiner());
      words
          .append(GermanDeclension.adjective(adjective.orElseThrow(), kind, form, referent))
          .append(' ');
    }
    words.append(GermanDeclension.noun(phrase.noun(), form, phrase.number()));
    if (phrase.owner().isPresent() && !isOwnedByName(phrase)) {
      words.append(' ').append(of(phrase.owner().orElseThrow(), Case.GENITIVE));
    }
    return words.toString();
  }

  private static boolean isOwnedByName(Nominal phrase) {
    return phrase.owner().map(owner -> owner instanceof NounPhrase.Proper).orElse(false);
  }

  private static String determiner(Determiner determiner, Case form, Referent noun) {
    if (determiner instanceof Determiner.Possessive possessive) {
      return GermanDeclension.einWord(
          GermanDeclension.possessiveStem(possessive.owner()), form, noun);
    } else if (determiner instanceof Determiner.Count count) {
      return NumberWords.german(count.number());
    }
    return switch ((Article) determiner) {
      case DEFINITE -> GermanDeclension.definite(form, noun);
      case INDEFINITE -> GermanDeclension.einWord("ein", form, noun);
      case NO -> GermanDeclension.einWord("kein", form, noun);
      case THIS -> GermanDeclension.derWord("dies", form, noun);
      case EVERY -> GermanDeclension.derWord("jed", form, noun);
      case WHICH -> GermanDeclension.derWord("welch", form, noun);
      case ALL -> GermanDeclension.derWord("all", form, noun);
      case MANY -> GermanDeclension.derWord("viel", form, noun);
      case SOME -> GermanDeclension.derWord("einig", form, noun);
      case HOW_MANY -> "wie viele";
      case NONE -> "";
    };
  }

  private static AdjectiveClass adjectiveClass(Determiner determiner) {
    if (determiner instanceof Determiner.Possessive) {
      return AdjectiveClass.MIXED_ENDINGS;
    } else if (determiner instanceof Determiner.Count) {
      return AdjectiveClass.STRONG_ENDINGS;
    }
    return switch ((Article) determiner) {
      case DEFINITE, THIS, EVERY, WHICH, ALL -> AdjectiveClass.WEAK_ENDINGS;
      case INDEFINITE, NO -> AdjectiveClass.MIXED_ENDINGS;
      case NONE, MANY, SOME, HOW_MANY -> AdjectiveClass.STRONG_ENDINGS;
    };
  }

  /** The words with their first letter in upper case. */
  static String capitalised(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
