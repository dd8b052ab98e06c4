package dev.dolmetsch.data.grammar;

import dev.dolmetsch.data.corpus.SentencePair;
import dev.dolmetsch.data.grammar.Clause.Part;
import dev.dolmetsch.data.grammar.Determiner.Article;
import dev.dolmetsch.data.grammar.NounPhrase.Nominal;
import dev.dolmetsch.data.grammar.NounPhrase.Pronoun;
import dev.dolmetsch.data.grammar.Verb.Frame;
import dev.dolmetsch.data.grammar.Verb.Trait;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Questions: yes or no, who, what, where, when, why, which, how many. */
final class Questions implements Sentences {
  private static final Set<String> VOWELS = Set.of("a", "e", "i", "o", "u", "ü");

  /** anziehen or aufsetzen, ausziehen or abnehmen: only the object tells. */
  private static final Set<String> DEPENDING_ON_OBJECT = Set.of("put|on", "take|off");

  private static final Set<String> UNASKED = Set.of("never", "rarely", "sometimes");

  private final Events events;
  private final Choice choice;
  private final List<Verb> askedWithWhich;
  private final List<Verb> askedWithHowMany;

  Questions(Events events) {
    this.events = events;
    this.choice = events.choice();
    List<Verb> counting =
        events.lexicon().verbs(Frame.Kind.ACC).stream()
            .filter(verb -> !countedObjects(verb).isEmpty())
            .toList();
    this.askedWithWhich = counting.stream().filter(verb -> !verb.has(Trait.STATE)).toList();
    this.askedWithHowMany = counting.stream().filter(verb -> verb.has(Trait.FOR)).toList();
  }

  @Override
  public List<Weighted> patterns() {
    return List.of(
        new Weighted(this::yesOrNo, 7),
        new Weighted(this::yesOrNoWithModal, 3),
        new Weighted(this::who, 3),
        new Weighted(this::what, 3),
        new Weighted(this::whom, 2),
        new Weighted(this::about, 2),
        new Weighted(this::where, 2),
        new Weighted(this::whereTo, 1),
        new Weighted(this::when, 2),
        new Weighted(this::why, 3),
        new Weighted(this::which, 3),
        new Weighted(this::howMany, 1));
  }

  private SentencePair yesOrNo() {
    Clause clause = events.timed(events.embellished(events.clause(events.verb(verb -> true)), 20));
    return asked("", "", clause);
  }

  private SentencePair yesOrNoWithModal() {
    Verb verb = events.deliberate(v -> !v.is(Frame.Kind.POSTURE));
    Clause clause = events.clause(verb, events.participants().person());
    Modal modal =
        choice.any(
            List.of(
                Modal.CAN, Modal.HAVE_TO, Modal.WANT_TO, Modal.BE_ALLOWED_TO, Modal.WOULD_LIKE_TO));
    return asked("", "", clause.withModal(modal));
  }

  private SentencePair who() {
    Verb verb = events.verb(v -> v.subjects().contains("person") && !v.is(Frame.Kind.ORIGIN));
    Clause clause =
        events.timed(
            events.embellished(events.clause(verb, new NounPhrase.Interrogative(true)), 20));
    return Sentences.question(EnglishClause.statement(clause), GermanClause.statement(clause));
  }

  private SentencePair what() {
    Verb verb =
        events.verb(
            v ->
                v.is(Frame.Kind.ACC)
                    && !v.has(Trait.PLURAL)
                    && !DEPENDING_ON_OBJECT.contains(v.english()));
    Clause clause = events.clause(verb);
    boolean thing =
        clause.object(Case.ACCUSATIVE).map(object -> !Events.isHuman(object)).orElse(false)
            && clause.object(Case.ACCUSATIVE).orElseThrow() instanceof Nominal nominal
            && !nominal.noun().is("animal")
            && !nominal.noun().is("language");
    if (!thing) {
      return whom();
    }
    Clause rest =
        events.timedWithoutObject(events.embellished(clause.withParts(withoutObject(clause)), 20));
    return asked("what", "was", rest);
  }

  private SentencePair whom() {
    Verb verb =
        events.verb(
            v ->
                (v.is(Frame.Kind.ACC) || v.is(Frame.Kind.DAT))
                    && v.objects().contains("person")
                    && v.subjects().contains("person"));
    Case form = verb.is(Frame.Kind.ACC) ? Case.ACCUSATIVE : Case.DATIVE;
    Clause rest =
        events.timed(
            Clause.of(events.participants().subject(verb), verb, Tense.PRESENT, List.of()));
    return asked("who", GermanNounPhrase.of(new NounPhrase.Interrogative(true), form), rest);
  }

  /** Who … for, auf wen; what … about, worüber. */
  private SentencePair about() {
    Verb verb =
        events.verb(v -> v.is(Frame.Kind.PREPOSITION) && !v.english().equals("walk through"));
    Clause clause = events.clause(verb);
    Part.Prepositional object = (Part.Prepositional) clause.parts().get(0);
    Clause rest = events.timed(clause.withParts(List.of()));
    Preposition preposition = object.preposition();
    boolean animate =
        Events.isHuman(object.phrase())
            || (object.phrase() instanceof Nominal nominal && nominal.noun().is("animal"));
    if (animate) {
      NounPhrase whom = new NounPhrase.Interrogative(true);
      return asked("who", GermanNounPhrase.after(preposition, whom), rest);
    }
    String german = preposition.german();
    boolean vowel = VOWELS.contains(german.substring(0, 1));
    return asked("what", (vowel ? "wor" : "wo") + german, rest);
  }

  private SentencePair where() {
    if (choice.chance(35)) {
      Noun thing =
          choice.word(events.lexicon().nouns(Set.of("object", "clothing", "toy", "pet", "site")));
      Clause be =
          Clause.of(
              events.participants().known(thing, choice.any(List.of(Referent.I, Referent.YOU))),
              events.lexicon().verb("be"),
              choice.chance(70) ? Tense.PRESENT : Tense.PAST,
              List.of());
      return asked("where", "wo", be);
    }
    Verb verb =
        events.verb(
            v -> v.has(Trait.IN) || (v.is(Frame.Kind.PLACE) && !v.english().equals("stay")));
    Clause clause = events.clause(verb);
    Clause rest = verb.is(Frame.Kind.PLACE) ? clause.withParts(List.of()) : clause;
    return asked("where", "wo", events.timed(rest));
  }

  private SentencePair whereTo() {
    Verb verb = events.verb(v -> v.is(Frame.Kind.GOAL) || v.is(Frame.Kind.JOURNEY));
    Clause rest = Clause.of(events.participants().subject(verb), verb, Tense.PRESENT, List.of());
    return asked("where", "wohin", events.timed(rest));
  }

  private SentencePair when() {
    Verb verb = events.verb(v -> v.has(Trait.CLOCK) || v.has(Trait.FOR));
    Clause clause = events.clause(verb);
    Tense tense = choice.chance(50) ? Tense.PAST : Tense.FUTURE;
    if (verb.has(Trait.CLOCK) && choice.chance(30)) {
      return asked("when", "wann", clause.withAspect(Aspect.SIMPLE));
    }
    return asked("when", "wann", clause.withTense(tense));
  }

  private SentencePair why() {
    Clause clause = events.timed(events.clause(events.verb(verb -> !verb.is(Frame.Kind.POSTURE))));
    boolean negated = choice.chance(35) && Events.canBeNegated(clause);
    return asked("why", "warum", clause.withNegation(negated));
  }

  private SentencePair which() {
    Verb verb = choice.word(askedWithWhich);
    Noun noun = choice.word(countedObjects(verb));
    boolean plural = choice.chance(25);
    Nominal asked =
        events
            .participants()
            .described(
                Nominal.of(
                    Article.WHICH,
                    noun,
                    plural ? GrammaticalNumber.PLURAL : GrammaticalNumber.SINGULAR),
                15);
    return asked(verb, asked);
  }

  private SentencePair howMany() {
    Verb verb = choice.word(askedWithHowMany);
    Noun noun = choice.word(countedObjects(verb));
    return asked(verb, Nominal.of(Article.HOW_MANY, noun, GrammaticalNumber.PLURAL));
  }

  private SentencePair asked(Verb verb, Nominal object) {
    Clause rest =
        events.timedWithoutObject(
            Clause.of(events.participants().subject(verb), verb, Tense.PRESENT, List.of()));
    return asked(
        EnglishNounPhrase.object(object), GermanNounPhrase.of(object, Case.ACCUSATIVE), rest);
  }

  private List<Noun> countedObjects(Verb verb) {
    return events.lexicon().nouns(verb.objects()).stream()
        .filter(noun -> noun.isCounted() && !noun.is("kin"))
        .toList();
  }

  private static List<Part> withoutObject(Clause clause) {
    return clause.parts().stream().filter(part -> !(part instanceof Part.ObjectPhrase)).toList();
  }

  private static SentencePair asked(String english, String german, Clause clause) {
    Clause natural = addressed(clause);
    return Sentences.question(
        EnglishClause.question(english, natural), GermanClause.inverted(german, natural));
  }

  /** People ask others about themselves, and seldom whether something is rare. */
  private static Clause addressed(Clause clause) {
    boolean rare = clause.time().map(time -> UNASKED.contains(time.english())).orElse(false);
    Clause likely = rare ? withoutFrequency(clause) : clause;
    boolean speaker = clause.subject().equals(new Pronoun(Referent.I));
    boolean addressee =
        clause.parts().stream()
            .map(Questions::phrase)
            .flatMap(Optional::stream)
            .anyMatch(phrase -> phrase.referent().person() == Person.SECOND);
    return speaker && !addressee ? likely.withSubject(new Pronoun(Referent.YOU)) : likely;
  }

  private static Clause withoutFrequency(Clause clause) {
    Clause once = clause.withoutTime().withAspect(Aspect.PROGRESSIVE);
    return clause.verb().has(Trait.STATIVE) ? once.withTense(Tense.PAST) : once;
  }

  private static Optional<NounPhrase> phrase(Part part) {
    if (part instanceof Part.ObjectPhrase object) {
      return Optional.of(object.phrase());
    } else if (part instanceof Part.Prepositional phrase) {
      return Optional.of(phrase.phrase());
    }
    return Optional.empty();
  }
}
