package dev.dolmetsch.data.grammar;

/** What stands before a noun and its adjective. */
sealed interface Determiner {
  /** Determiners without a value of their own. */
  enum Article implements Determiner {
    DEFINITE,
    INDEFINITE,
    /** No article: milk, apples. */
    NONE,
    THIS,
    EVERY,
    WHICH,
    /** kein; English says "not" with the verb instead. */
    NO,
    MANY,
    SOME,
    ALL,
    HOW_MANY
  }

  /** my, your, his … */
  record Possessive(Referent owner) implements Determiner {}

  /** A number above one. */
  record Count(int number) implements Determiner {
    public Count {
      if (number < 2) {
        throw new IllegalArgumentException("number must be at least 2, but is " + number);
      }
    }
  }
}
