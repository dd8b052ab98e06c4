package dev.dolmetsch.data.grammar;

import dev.dolmetsch.data.grammar.Clause.Part;
import dev.dolmetsch.data.grammar.Clause.Role;
import dev.dolmetsch.data.grammar.NounPhrase.Nominal;
import dev.dolmetsch.data.grammar.Verb.Frame;
import java.util.List;

/** Clauses about the weather. */
final class Weather {
  private static final List<String> QUALITIES = List.of("cold", "warm", "hot", "dark");

  private Weather() {}

  /** It is raining; it is cold; the sun is shining; in the present and without a time. */
  static Clause clause(Lexicon lexicon, Choice choice) {
    NounPhrase it = new NounPhrase.Pronoun(Referent.IT);
    int kind = choice.between(0, 9);
    if (kind < 4) {
      Verb verb = choice.word(lexicon.verbs(Frame.Kind.WEATHER));
      return Clause.of(it, verb, Tense.PRESENT, List.of());
    } else if (kind < 6) {
      return Clause.of(
          Nominal.the(lexicon.noun(choice.chance(65) ? "sun" : "moon")),
          lexicon.verb("shine"),
          Tense.PRESENT,
          List.of());
    } else if (kind < 8) {
      Adjective adjective = lexicon.adjective(choice.any(QUALITIES));
      return Clause.of(it, lexicon.verb("be"), Tense.PRESENT, List.of(predicate(adjective)));
    }
    Noun weather = lexicon.noun("weather");
    Adjective adjective = choice.word(lexicon.adjectives(a -> a.fits(weather)));
    return Clause.of(
        Nominal.the(weather), lexicon.verb("be"), Tense.PRESENT, List.of(predicate(adjective)));
  }

  private static Part predicate(Adjective adjective) {
    return new Part.Fixed(adjective.english(), adjective.german(), Role.COMPLEMENT);
  }
}
