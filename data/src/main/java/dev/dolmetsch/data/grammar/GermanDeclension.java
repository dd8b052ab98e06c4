package dev.dolmetsch.data.grammar;

import java.util.List;

/** Endings of German nouns, articles, adjectives and pronouns. */
final class GermanDeclension {
  // Rows are cases (nominative, accusative, dative, genitive); columns are masculine, feminine,
  // neuter and plural.
  private static final String[][] DEFINITE = {
    {"der", "die", "das", "die"},
    {"den", "die", "das", "die"},
    {"dem", "der", "dem", "den"},
    {"des", "der", "des", "der"}
  };
  private static final String[][] DER_WORD = {
    {"er", "e", "es", "e"},
    {"en", "e", "es", "e"},
    {"em", "er", "em", "en"},
    {"es", "er", "es", "er"}
  };
  private static final String[][] EIN_WORD = {
    {"", "e", "", "e"},
    {"en", "e", "", "e"},
    {"em", "er", "em", "en"},
    {"es", "er", "es", "er"}
  };
  private static final String[][] WEAK = {
    {"e", "e", "e", "en"},
    {"en", "e", "e", "en"},
    {"en", "en", "en", "en"},
    {"en", "en", "en", "en"}
  };
  private static final String[][] MIXED = {
    {"er", "e", "es", "en"},
    {"en", "e", "es", "en"},
    {"en", "en", "en", "en"},
    {"en", "en", "en", "en"}
  };
  private static final String[][] STRONG = {
    {"er", "e", "es", "e"},
    {"en", "e", "es", "e"},
    {"em", "er", "em", "en"},
    {"en", "er", "en", "er"}
  };
  private static final String[][] THIRD_PERSON = {
    {"er", "sie", "es", "sie"},
    {"ihn", "sie", "es", "sie"},
    {"ihm", "ihr", "ihm", "ihnen"}
  };
  private static final String[][] RELATIVE = {
    {"der", "die", "das", "die"},
    {"den", "die", "das", "die"},
    {"dem", "der", "dem", "denen"},
    {"dessen", "deren", "dessen", "deren"}
  };

  /** Which endings an adjective takes, by what stands before it. */
  enum AdjectiveClass {
    /** After der, dieser, jeder, alle. */
    WEAK_ENDINGS,
    /** After ein, kein, mein. */
    MIXED_ENDINGS,
    /** After nothing, a number, viele, einige. */
    STRONG_ENDINGS
  }

  private GermanDeclension() {}

  /** The noun in that case and number: Männern. */
  static String noun(Noun noun, Case form, GrammaticalNumber number) {
    if (number == GrammaticalNumber.PLURAL) {
      String plural = noun.germanPlural().orElseThrow();
      return form == Case.DATIVE && !plural.endsWith("n") && !plural.endsWith("s")
          ? plural + "n"
          : plural;
    }
    boolean inflected = form == Case.GENITIVE || (noun.isWeak() && form != Case.NOMINATIVE);
    return inflected ? noun.german() + noun.genitiveEnding() : noun.german();
  }

  static String adjectiveEnding(AdjectiveClass kind, Case form, Referent noun) {
    String[][] table =
        switch (kind) {
          case WEAK_ENDINGS -> WEAK;
          case MIXED_ENDINGS -> MIXED;
          case STRONG_ENDINGS -> STRONG;
        };
    return at(table, form, noun);
  }

  /** The adjective before a noun: alte; müde loses its e before the ending. */
  static String adjective(Adjective adjective, AdjectiveClass kind, Case form, Referent noun) {
    String stem = adjective.stem().orElseThrow();
    String bare = stem.endsWith("e") ? stem.substring(0, stem.length() - 1) : stem;
    return bare + adjectiveEnding(kind, form, noun);
  }

  static String definite(Case form, Referent noun) {
    return at(DEFINITE, form, noun);
  }

  /** dieser, welcher, jeder and alle, by their stems. */
  static String derWord(String stem, Case form, Referent noun) {
    return stem + at(DER_WORD, form, noun);
  }

  /** ein, kein and possessives, by their stems. */
  static String einWord(String stem, Case form, Referent noun) {
    return stem + at(EIN_WORD, form, noun);
  }

  /** der, die, das as a relative pronoun. */
  static String relative(Case form, Referent noun) {
    return at(RELATIVE, form, noun);
  }

  /** ich, mich, mir … The genitive of personal pronouns is not in use. */
  static String pronoun(Case form, Referent referent) {
    if (form == Case.GENITIVE) {
      throw new IllegalArgumentException("form must not be GENITIVE for a personal pronoun");
    }
    List<String> forms =
        switch (referent.person()) {
          case FIRST ->
              referent.isPlural() ? List.of("wir", "uns", "uns") : List.of("ich", "mich", "mir");
          case SECOND -> List.of("du", "dich", "dir");
          case THIRD -> List.of();
        };
    return forms.isEmpty() ? at(THIRD_PERSON, form, referent) : forms.get(row(form));
  }

  /** The stem of the possessive: mein-, ihr-. */
  static String possessiveStem(Referent owner) {
    return switch (owner.person()) {
      case FIRST -> owner.isPlural() ? "unser" : "mein";
      case SECOND -> "dein";
      case THIRD -> owner.isPlural() || owner.german() == Gender.FEMININE ? "ihr" : "sein";
    };
  }

  private static String at(String[][] table, Case form, Referent noun) {
    return table[row(form)][column(noun)];
  }

  private static int row(Case form) {
    return switch (form) {
      case NOMINATIVE -> 0;
      case ACCUSATIVE -> 1;
      case DATIVE -> 2;
      case GENITIVE -> 3;
    };
  }

  private static int column(Referent noun) {
    if (noun.isPlural()) {
      return 3;
    }
    return switch (noun.german()) {
      case MASCULINE -> 0;
      case FEMININE -> 1;
      case NEUTER -> 2;
    };
  }
}
