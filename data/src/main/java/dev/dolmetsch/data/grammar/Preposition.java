package dev.dolmetsch.data.grammar;

/**
 * A preposition of both languages.
 *
 * @param english empty where the English verb ends in its preposition (wait for)
 * @param governs the case of the German noun phrase
 */
record Preposition(String english, String german, Case governs) {
  static final Preposition WITH = new Preposition("with", "mit", Case.DATIVE);
  static final Preposition FOR = new Preposition("for", "für", Case.ACCUSATIVE);
  static final Preposition AFTER = new Preposition("after", "nach", Case.DATIVE);
  static final Preposition BEFORE = new Preposition("before", "vor", Case.DATIVE);
  static final Preposition WITHOUT = new Preposition("without", "ohne", Case.ACCUSATIVE);
}
