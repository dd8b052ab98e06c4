package dev.dolmetsch.data.grammar;

import dev.dolmetsch.data.corpus.SentencePair;
import dev.dolmetsch.data.grammar.Clause.Part;
import dev.dolmetsch.data.grammar.Clause.Role;
import dev.dolmetsch.data.grammar.NounPhrase.Nominal;
import dev.dolmetsch.data.grammar.NounPhrase.Pronoun;
import dev.dolmetsch.data.grammar.Verb.Frame;
import java.util.List;
import java.util.Set;

/** The weather, and what people do because of it. */
final class WeatherSentences implements Sentences {
  private static final List<String> QUALITIES = List.of("cold", "warm", "hot", "dark");

  private final Events events;
  private final Lexicon lexicon;
  private final Choice choice;
  private final Participants participants;
  private final Verb be;

  WeatherSentences(Events events) {
    this.events = events;
    this.lexicon = events.lexicon();
    this.choice = events.choice();
    this.participants = events.participants();
    this.be = lexicon.verb("be");
  }

  @Override
  public List<Weighted> patterns() {
    return List.of(new Weighted(this::plain, 2), new Weighted(this::consequence, 3));
  }

  private SentencePair plain() {
    Clause clause = clause().withTense(choice.any(List.of(Tense.values())));
    Clause said = events.withTime(clause, 85);
    return Sentences.statement(EnglishClause.statement(said), GermanClause.statement(said));
  }

  /** It is raining; it is cold; the sun is shining; in the present and without a time. */
  private Clause clause() {
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
      return Clause.of(it, lexicon.verb("be"), Tense.PRESENT, List.of(quality(adjective)));
    }
    Noun weather = lexicon.noun("weather");
    Adjective adjective = choice.word(lexicon.adjectives(a -> a.fits(weather)));
    return Clause.of(
        Nominal.the(weather), lexicon.verb("be"), Tense.PRESENT, List.of(quality(adjective)));
  }

  private static Part quality(Adjective adjective) {
    return new Part.Fixed(adjective.english(), adjective.german(), Role.COMPLEMENT);
  }

  /** What people do because of the weather, or if it rains. */
  private SentencePair consequence() {
    boolean bad = choice.chance(60);
    NounPhrase it = new Pronoun(Referent.IT);
    Clause weather =
        bad
            ? badWeather(it)
            : Clause.of(
                Nominal.the(lexicon.noun("sun")), lexicon.verb("shine"), Tense.PRESENT, List.of());
    NounPhrase subject = participants.person();
    Clause deed = bad ? indoors(subject) : outdoors(subject);
    int kind = choice.between(0, 99);
    if (kind < 40) {
      return CompoundSentences.behind("because", "weil", deed, weather);
    } else if (kind < 65) {
      Tense past = Tense.PAST;
      return CompoundSentences.fronted(
          "because", "weil", weather.withTense(past), deed.withTense(past));
    }
    return CompoundSentences.fronted(
        "if", "wenn", weather.withAspect(Aspect.SIMPLE), deed.withTense(Tense.FUTURE));
  }

  private Clause badWeather(NounPhrase it) {
    if (choice.chance(60)) {
      Verb verb = choice.word(lexicon.verbs(Verb.Frame.Kind.WEATHER));
      return Clause.of(it, verb, Tense.PRESENT, List.of());
    }
    return Clause.of(it, be, Tense.PRESENT, List.of(quality(lexicon.adjective("cold"))));
  }

  private Clause indoors(NounPhrase subject) {
    int kind = choice.between(0, 3);
    return switch (kind) {
      case 0 ->
          Clause.of(
              subject,
              lexicon.verb("stay"),
              Tense.PRESENT,
              List.of(new Part.Fixed("at home", "zu Hause", Role.COMPLEMENT)));
      case 1 -> withObject(subject, "put|on", Set.of("coat", "jacket", "jumper"));
      case 2 -> withObject(subject, "wear", Set.of("coat", "jacket", "cap", "jumper", "scarf"));
      default ->
          Clause.of(
              subject,
              lexicon.verb("drive"),
              Tense.PRESENT,
              List.of(
                  events
                      .places()
                      .goal(
                          choice.word(
                              lexicon.nouns(
                                  Set.of("office", "school", "station", "supermarket"))))));
    };
  }

  private Clause withObject(NounPhrase subject, String verb, Set<String> nouns) {
    Noun noun = choice.word(lexicon.nouns(nouns));
    Referent owner = Participants.hasClearGender(subject) ? subject.referent() : Referent.I;
    Nominal object = Nominal.of(new Determiner.Possessive(owner), noun, owner.number());
    return Clause.of(
        subject,
        lexicon.verb(verb),
        Tense.PRESENT,
        List.of(new Part.ObjectPhrase(object, Case.ACCUSATIVE)));
  }

  private Clause outdoors(NounPhrase subject) {
    Set<String> goals = Set.of("garden", "park", "beach", "lake", "forest", "zoo", "river");
    return Clause.of(
        subject,
        lexicon.verb("go"),
        Tense.PRESENT,
        List.of(events.places().goal(choice.word(lexicon.nouns(goals)))));
  }
}
