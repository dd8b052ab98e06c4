package dev.dolmetsch.data.grammar;

import java.util.Optional;
import java.util.Set;

/**
 * A noun of both languages.
 *
 * @param english the English singular
 * @param englishPlural empty for a noun that is not counted
 * @param german the German nominative singular
 * @param gender the German gender
 * @param germanPlural the nominative plural; empty for a noun that is not counted
 * @param genitiveEnding what the genitive singular adds; {@code n} and {@code en} mark weak nouns
 * @param classes what the noun can be used for
 */
record Noun(
    String english,
    Optional<String> englishPlural,
    String german,
    Gender gender,
    Optional<String> germanPlural,
    String genitiveEnding,
    Set<String> classes)
    implements Lexeme {

  /** Whether the noun belongs to that class, or is the noun of that name. */
  boolean is(String selector) {
    return classes.contains(selector) || english.equals(selector);
  }

  boolean isAny(Set<String> selectors) {
    return selectors.stream().anyMatch(this::is);
  }

  boolean isCounted() {
    return englishPlural.isPresent();
  }

  boolean isHuman() {
    return is("person") || is("kin") || is("infant");
  }

  /** Weak nouns take their ending in every case but the nominative: den Jungen, dem Jungen. */
  boolean isWeak() {
    return genitiveEnding.equals("n") || genitiveEnding.equals("en");
  }

  /** Which pronoun stands for the noun in English and in German. */
  Referent referent(GrammaticalNumber number) {
    return new Referent(Person.THIRD, number, isHuman() ? gender : Gender.NEUTER, gender);
  }
}
