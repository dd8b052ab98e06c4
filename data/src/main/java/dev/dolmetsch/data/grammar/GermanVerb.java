package dev.dolmetsch.data.grammar;

import java.util.Optional;

/**
 * The principal parts of a German verb, from which {@link GermanConjugation} makes the rest.
 *
 * @param prefix the separable prefix, or empty
 * @param infinitive without the prefix: ziehen
 * @param present the er form without the prefix where it is irregular: gibt
 * @param past how the past is formed
 */
record GermanVerb(
    String prefix, String infinitive, Optional<String> present, Past past, Reflexive reflexive) {

  static final GermanVerb SEIN =
      new GermanVerb("", "sein", Optional.of("ist"), new Preterite("war"), Reflexive.NONE);
  static final GermanVerb HABEN =
      new GermanVerb("", "haben", Optional.of("hat"), new Preterite("hatte"), Reflexive.NONE);
  static final GermanVerb WERDEN =
      new GermanVerb("", "werden", Optional.of("wird"), new Preterite("wurde"), Reflexive.NONE);

  /** Whether the verb takes a reflexive pronoun, and in which case. */
  enum Reflexive {
    NONE,
    ACCUSATIVE,
    DATIVE
  }

  /** How German says what English says in the simple past. */
  sealed interface Past {}

  /**
   * hat gelesen, ist gegangen.
   *
   * @param withSein whether the auxiliary is sein rather than haben
   */
  record Perfect(boolean withSein, String participle) implements Past {}

  /** wusste: the er form, without the prefix. */
  record Preterite(String form) implements Past {}

  /** The infinitive in one word: anziehen. */
  String fullInfinitive() {
    return prefix + infinitive;
  }

  /** The infinitive with zu: zu lesen, anzuziehen. */
  String zuInfinitive() {
    return prefix.isEmpty() ? "zu " + infinitive : prefix + "zu" + infinitive;
  }
}
