package dev.dolmetsch.data.grammar;

import dev.dolmetsch.data.grammar.Clause.Part;
import dev.dolmetsch.data.grammar.Clause.Role;
import dev.dolmetsch.data.grammar.NounPhrase.Nominal;
import dev.dolmetsch.data.grammar.Verb.Frame;
import dev.dolmetsch.data.grammar.Verb.Trait;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Makes clauses in which somebody does something. */
final class Events {
  /** Frames that make a clause without another clause inside it. */
  private static final Set<Frame.Kind> SIMPLE =
      EnumSet.of(
          Frame.Kind.NONE,
          Frame.Kind.ACC,
          Frame.Kind.DAT,
          Frame.Kind.GIVE,
          Frame.Kind.TO,
          Frame.Kind.PREPOSITION,
          Frame.Kind.GOAL,
          Frame.Kind.JOURNEY,
          Frame.Kind.ORIGIN,
          Frame.Kind.PLACE,
          Frame.Kind.PLAY,
          Frame.Kind.PUT,
          Frame.Kind.POSTURE);

  private final Lexicon lexicon;
  private final Choice choice;
  private final Participants participants;
  private final Places places;
  private final Times times;
  private final List<Verb> verbs;

  Events(Lexicon lexicon, Choice choice) {
    this.lexicon = lexicon;
    this.choice = choice;
    this.participants = new Participants(lexicon, choice);
    this.places = new Places(lexicon, choice);
    this.times = new Times(lexicon, choice);
    this.verbs = lexicon.verbs(verb -> SIMPLE.contains(verb.frame().kind()));
  }

  Lexicon lexicon() {
    return lexicon;
  }

  Choice choice() {
    return choice;
  }

  Participants participants() {
    return participants;
  }

  Places places() {
    return places;
  }

  Times times() {
    return times;
  }

  /** A verb for a clause of its own. */
  Verb verb(Predicate<Verb> condition) {
    return choice.word(verbs.stream().filter(condition).toList());
  }

  /** Something that a person does deliberately. */
  Verb deliberate(Predicate<Verb> condition) {
    return verb(
        verb ->
            verb.subjects().contains("person")
                && !verb.has(Trait.INVOLUNTARY)
                && !verb.has(Trait.STATE)
                && condition.test(verb));
  }

  /** The verb with subject and what it needs, in the present. */
  Clause clause(Verb verb) {
    return clause(verb, participants.subject(verb));
  }

  /** The same with a given subject. */
  Clause clause(Verb verb, NounPhrase subject) {
    return Clause.of(subject, verb, Tense.PRESENT, needed(verb, subject));
  }

  private List<Part> needed(Verb verb, NounPhrase subject) {
    return switch (verb.frame().kind()) {
      case ACC -> List.of(object(verb, subject, Case.ACCUSATIVE));
      case DAT -> List.of(object(verb, subject, Case.DATIVE));
      case GIVE, TO ->
          List.of(
              new Part.ObjectPhrase(receiver(subject), Case.DATIVE),
              object(verb, subject, Case.ACCUSATIVE));
      case PREPOSITION ->
          List.of(
              new Part.Prepositional(
                  verb.frame().preposition().orElseThrow(),
                  participants.object(verb, subject),
                  Role.COMPLEMENT));
      case GOAL -> List.of(places.goal(choice.word(lexicon.nouns(verb.objects()))));
      case JOURNEY -> journey(verb);
      case ORIGIN -> List.of(origin());
      case PLACE ->
          List.of(
              verb.has(Trait.STATE) && choice.chance(50)
                  ? places.inCity()
                  : places.location(choice.word(lexicon.nouns(verb.objects())), Role.COMPLEMENT));
      case PLAY -> List.of(instrument());
      case PUT -> placed(verb, subject);
      case POSTURE -> List.of(places.spot(((Nominal) subject).noun(), false));
      default -> List.of();
    };
  }

  private Part object(Verb verb, NounPhrase subject, Case form) {
    return new Part.ObjectPhrase(participants.object(verb, subject), form);
  }

  /** Whom something is given to: rarely a pronoun, so that both objects are nouns. */
  private NounPhrase receiver(NounPhrase subject) {
    return choice.chance(30)
        ? participants.companion(subject)
        : participants.personAsObject(subject, true);
  }

  private List<Part> journey(Verb verb) {
    List<Part> parts = new ArrayList<>(List.of(places.destination()));
    if (verb.english().equals("travel") && choice.chance(50)) {
      Noun vehicle = choice.word(lexicon.nouns(Set.of("car", "train", "bus", "ship")));
      parts.add(
          new Part.Fixed(
              "by " + vehicle.english(),
              GermanNounPhrase.after(Preposition.WITH, Nominal.the(vehicle)),
              Role.COMPANION));
    }
    return parts;
  }

  private Part origin() {
    return new Part.Prepositional(
        new Preposition("", "aus", Case.DATIVE),
        new NounPhrase.Proper(
            choice.word(
                choice.chance(60)
                    ? lexicon.names(Name.Kind.COUNTRY)
                    : lexicon.names(Name.Kind.CITY))),
        Role.COMPLEMENT);
  }

  private Part instrument() {
    Noun noun = choice.word(lexicon.nouns(Set.of("instrument")));
    return new Part.Fixed("the " + noun.english(), noun.german(), Role.COMPLEMENT);
  }

  private List<Part> placed(Verb verb, NounPhrase subject) {
    Noun thing = choice.word(lexicon.nouns(verb.objects()));
    Nominal phrase = participants.known(thing, participants.owner(subject));
    return List.of(new Part.ObjectPhrase(phrase, Case.ACCUSATIVE), places.spot(thing, true));
  }

  /** The clause with at most one of company, place, beneficiary and manner. */
  Clause embellished(Clause clause, int percent) {
    Verb verb = clause.verb();
    if (!choice.chance(percent)) {
      return clause;
    }
    List<Trait> open =
        List.of(Trait.TOGETHER, Trait.IN, Trait.FOR, Trait.PACE, Trait.VOLUME).stream()
            .filter(verb::has)
            .toList();
    if (open.isEmpty()) {
      return clause;
    }
    return switch (choice.any(open)) {
      case TOGETHER ->
          isHuman(clause.subject())
                  && clause.parts().stream().noneMatch(Part.Fixed.class::isInstance)
              ? clause.with(
                  new Part.Prepositional(
                      choice.chance(20) ? Preposition.WITHOUT : Preposition.WITH,
                      participants.companion(clause.subject()),
                      Role.COMPANION))
              : clause;
      case IN -> clause.with(places.around(verb));
      case FOR ->
          clause.with(
              new Part.Prepositional(
                  Preposition.FOR, participants.companion(clause.subject()), Role.BENEFICIARY));
      case PACE -> clause.with(manner(Adverbial.Kind.PACE));
      default -> clause.with(manner(Adverbial.Kind.VOLUME));
    };
  }

  private Part manner(Adverbial.Kind kind) {
    Adverbial manner = choice.word(lexicon.adverbials(adverbial -> adverbial.kind() == kind));
    return new Part.Fixed(manner.english(), manner.german(), Role.MANNER);
  }

  /** The clause in some tense that suits its verb, without a time. */
  Clause tensed(Clause clause) {
    Verb verb = clause.verb();
    int kind = choice.between(0, 99);
    Tense tense = kind < 42 ? Tense.PRESENT : kind < 78 ? Tense.PAST : Tense.FUTURE;
    boolean noFuture = verb.has(Trait.INVOLUNTARY) || verb.has(Trait.STATE);
    if (tense == Tense.FUTURE && noFuture) {
      tense = Tense.PAST;
    }
    if (tense == Tense.PRESENT && needsRecurrence(verb)) {
      tense = Tense.PAST;
    }
    return clause.withTense(tense);
  }

  /** Whether the present makes sense only of what recurs: she often loses the key. */
  private static boolean needsRecurrence(Verb verb) {
    return verb.has(Trait.STATIVE) && !verb.has(Trait.STATE);
  }

  /** The clause in some tense, with a time in most cases. */
  Clause timed(Clause clause) {
    Clause tensed = tensed(clause);
    if (needsRecurrence(clause.verb()) && choice.chance(30)) {
      return clause.withTense(Tense.PRESENT).at(times.recurring());
    }
    return withTime(tensed, 60);
  }

  /** The same for a clause whose object stands elsewhere; avoids "that she tried on on Monday". */
  Clause timedWithoutObject(Clause clause) {
    return clause.verb().particle().isEmpty() ? timed(clause) : tensed(clause);
  }

  /** The clause with a time in that many of a hundred cases. */
  Clause withTime(Clause clause, int percent) {
    Optional<Adverbial> time = choice.chance(percent) ? times.of(clause) : Optional.empty();
    return time.map(clause::at).orElse(clause);
  }

  /** Whether saying "not" leaves one clear reading in both languages. */
  static boolean canBeNegated(Clause clause) {
    boolean often =
        clause.time().map(time -> time.kind() == Adverbial.Kind.MID).orElse(false)
            || clause
                .time()
                .map(time -> time.aspect() == Aspect.SIMPLE && clause.tense() == Tense.PRESENT)
                .orElse(false);
    boolean extra =
        clause.parts().stream()
            .anyMatch(
                part ->
                    (part instanceof Part.Prepositional phrase && phrase.role() != Role.COMPLEMENT)
                        || (part instanceof Part.Fixed fixed && fixed.role() == Role.MANNER));
    boolean quantified =
        clause.subject() instanceof Nominal subject
            && Set.<Determiner>of(Determiner.Article.EVERY, Determiner.Article.ALL)
                .contains(subject.determiner());
    boolean object =
        clause.object(Case.ACCUSATIVE).map(o -> o.isIndefinite() || !o.isNew()).orElse(true);
    boolean dative = clause.object(Case.DATIVE).map(o -> !o.isNew()).orElse(true);
    boolean happens = clause.verb().subjects().contains("event");
    return !often && !extra && !happens && !quantified && object && dative;
  }

  static boolean isHuman(NounPhrase phrase) {
    return !(phrase instanceof Nominal nominal) || nominal.noun().isHuman();
  }
}
