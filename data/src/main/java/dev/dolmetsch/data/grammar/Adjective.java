package dev.dolmetsch.data.grammar;

import java.util.Optional;
import java.util.Set;

/**
 * An adjective of both languages.
 *
 * @param german the predicative form: dunkel
 * @param stem what endings are put to (dunkl-); empty where it is used after a verb only
 * @param comparative bigger; empty where it is not compared
 * @param germanComparative größer; empty where it is not compared
 * @param describes classes of nouns
 */
record Adjective(
    String english,
    String german,
    Optional<String> stem,
    Optional<String> comparative,
    Optional<String> germanComparative,
    Set<String> describes)
    implements Lexeme {

  /** Whether the adjective makes sense of that noun. */
  boolean fits(Noun noun) {
    return noun.isAny(describes);
  }
}
