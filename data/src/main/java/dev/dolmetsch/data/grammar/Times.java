package dev.dolmetsch.data.grammar;

import dev.dolmetsch.data.grammar.NounPhrase.Nominal;
import dev.dolmetsch.data.grammar.Verb.Frame;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Chooses when something happens. */
final class Times {
  private static final List<Integer> MINUTES = List.of(0, 0, 0, 5, 10, 15, 20, 30, 40, 45, 50, 55);
  private static final List<String> ENGLISH_UNITS =
      List.of("hours", "days", "weeks", "months", "years");
  private static final List<String> GERMAN_UNITS =
      List.of("Stunden", "Tagen", "Wochen", "Monaten", "Jahren");

  private final Lexicon lexicon;
  private final Choice choice;

  Times(Lexicon lexicon, Choice choice) {
    this.lexicon = lexicon;
    this.choice = choice;
  }

  /** A time for the clause in its tense; empty where it is better said without one. */
  Optional<Adverbial> of(Clause clause) {
    Verb verb = clause.verb();
    if (verb.has(Verb.Trait.STATE)) {
      return Optional.empty();
    }
    if (verb.has(Verb.Trait.CLOCK) && choice.chance(40)) {
      return Optional.of(clock().adverbial());
    }
    int kind = choice.between(0, 99);
    if (clause.tense() != Tense.PRESENT && clause.modal().isEmpty() && kind < 12) {
      return Optional.of(kind < 6 ? distance(verb, clause.tense()) : aroundEvent());
    }
    return Optional.of(choice.word(lexicon.adverbials(adverbial -> fits(adverbial, clause))));
  }

  private static boolean fits(Adverbial adverbial, Clause clause) {
    Verb verb = clause.verb();
    boolean happensByItself = verb.subjects().contains("event") || verb.is(Frame.Kind.POSTURE);
    boolean frequency = adverbial.kind() == Adverbial.Kind.MID;
    boolean season = adverbial.kind() == Adverbial.Kind.SEASON;
    boolean progressive =
        clause.tense() == Tense.PRESENT && adverbial.aspect() == Aspect.PROGRESSIVE;
    // "They read the book every day" would be both present and past.
    boolean ambiguous =
        clause.tense() == Tense.PAST
            && verb.hasSamePastAndPresent()
            && adverbial.aspect() == Aspect.SIMPLE
            && adverbial.tenses().contains(Tense.PRESENT);
    return !ambiguous
        && adverbial.isTime()
        && adverbial.tenses().contains(clause.tense())
        && !(frequency && happensByItself)
        && (!season || verb.has(Verb.Trait.SEASONAL))
        && !(progressive && verb.has(Verb.Trait.STATIVE) && !verb.is(Frame.Kind.COPULA));
  }

  /** A time that recurs: every day, often. */
  Adverbial recurring() {
    return choice.word(
        lexicon.adverbials(
            adverbial ->
                adverbial.isTime()
                    && adverbial.kind() != Adverbial.Kind.SEASON
                    && adverbial.aspect() == Aspect.SIMPLE
                    && adverbial.tenses().contains(Tense.PRESENT)));
  }

  ClockTime clock() {
    return new ClockTime(choice.between(1, 12), choice.any(MINUTES));
  }

  /** three days ago, vor drei Tagen; in two weeks, in zwei Wochen. */
  private Adverbial distance(Verb verb, Tense tense) {
    int number = choice.between(2, 12);
    int unit = choice.between(0, verb.has(Verb.Trait.SEASONAL) ? ENGLISH_UNITS.size() - 1 : 1);
    String english = NumberWords.english(number) + " " + ENGLISH_UNITS.get(unit);
    String german = NumberWords.german(number) + " " + GERMAN_UNITS.get(unit);
    return tense == Tense.PAST
        ? Adverbial.ofTime(english + " ago", "vor " + german)
        : Adverbial.ofTime("in " + english, "in " + german);
  }

  /** after the concert, nach dem Konzert. */
  private Adverbial aroundEvent() {
    Nominal event = Nominal.the(choice.word(lexicon.nouns(Set.of("event"))));
    Preposition preposition = choice.chance(50) ? Preposition.AFTER : Preposition.BEFORE;
    return Adverbial.ofTime(
        preposition.english() + " " + EnglishNounPhrase.object(event),
        GermanNounPhrase.after(preposition, event));
  }
}
