package dev.dolmetsch.data.grammar;

/** An entry of the lexicon. */
sealed interface Lexeme permits Noun, Name, Verb, Adjective, Adverbial {
  /** The English lemma. */
  String english();

  /** The German lemma. */
  String german();
}
