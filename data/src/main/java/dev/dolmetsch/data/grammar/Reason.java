package dev.dolmetsch.data.grammar;

import java.util.Set;

/**
 * Why somebody does something or does not: sleeps because tired, buys it because it is cheap.
 *
 * @param verb the English verb
 * @param polarity whether the reason is for doing it or for not doing it
 * @param about whom the adjectives describe
 * @param adjectives English adjectives
 */
record Reason(String verb, Polarity polarity, About about, Set<String> adjectives) {
  enum Polarity {
    FOR,
    AGAINST
  }

  enum About {
    SUBJECT,
    OBJECT
  }
}
