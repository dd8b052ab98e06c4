package dev.dolmetsch.data.grammar;

import dev.dolmetsch.data.corpus.SentencePair;
import dev.dolmetsch.data.grammar.Clause.Part;
import dev.dolmetsch.data.grammar.Clause.Role;
import dev.dolmetsch.data.grammar.NounPhrase.Nominal;
import dev.dolmetsch.data.grammar.NounPhrase.Pronoun;
import dev.dolmetsch.data.grammar.Reason.About;
import dev.dolmetsch.data.grammar.Reason.Polarity;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Clauses with because, although and if, whose pronouns agree with what they stand for. */
final class ReasonSentences implements Sentences {
  private static final List<List<String>> CONTRASTS =
      List.of(
          List.of("old", "beautiful"),
          List.of("old", "clean"),
          List.of("old", "fast"),
          List.of("old", "healthy"),
          List.of("old", "curious"),
          List.of("old", "interesting"),
          List.of("small", "expensive"),
          List.of("small", "beautiful"),
          List.of("small", "heavy"),
          List.of("small", "dangerous"),
          List.of("small", "brave"),
          List.of("young", "clever"),
          List.of("young", "patient"),
          List.of("young", "lazy"),
          List.of("young", "famous"),
          List.of("expensive", "good"),
          List.of("expensive", "slow"),
          List.of("expensive", "ugly"),
          List.of("cheap", "good"),
          List.of("cheap", "delicious"),
          List.of("cheap", "modern"),
          List.of("cheap", "clean"),
          List.of("new", "broken"),
          List.of("new", "dirty"),
          List.of("new", "boring"),
          List.of("big", "friendly"),
          List.of("big", "empty"),
          List.of("big", "sweet"),
          List.of("big", "quiet"),
          List.of("short", "interesting"),
          List.of("short", "difficult"),
          List.of("short", "boring"),
          List.of("long", "funny"),
          List.of("long", "simple"),
          List.of("poor", "happy"),
          List.of("rich", "sad"),
          List.of("famous", "polite"),
          List.of("famous", "hard-working"),
          List.of("clever", "lazy"),
          List.of("strong", "patient"),
          List.of("wild", "beautiful"),
          List.of("hungry", "patient"),
          List.of("tall", "young"),
          List.of("ill", "hard-working"),
          List.of("nervous", "friendly"),
          List.of("simple", "important"),
          List.of("difficult", "important"),
          List.of("bad", "cheap"),
          List.of("dark", "warm"),
          List.of("cheap", "fresh"),
          List.of("cold", "delicious"),
          List.of("angry", "polite"));

  /** Too much of it is a reason against. */
  private static final Set<String> EXCESSIVE =
      Set.of(
          "expensive",
          "ugly",
          "long",
          "hot",
          "cold",
          "heavy",
          "old",
          "difficult",
          "boring",
          "warm",
          "strong",
          "sad",
          "bad");

  private final Events events;
  private final Lexicon lexicon;
  private final Choice choice;
  private final Participants participants;
  private final Verb be;

  ReasonSentences(Events events) {
    this.events = events;
    this.lexicon = events.lexicon();
    this.choice = events.choice();
    this.participants = events.participants();
    this.be = lexicon.verb("be");
  }

  @Override
  public List<Weighted> patterns() {
    return List.of(
        new Weighted(this::because, 8),
        new Weighted(this::condition, 5),
        new Weighted(this::contrast, 4));
  }

  /** What is done or not, and the state that is the reason, which speaks of it by a pronoun. */
  private record Explained(Clause deed, Clause state, About about) {}

  private Explained explained(Reason reason, boolean negated, Tense tense) {
    Verb verb = lexicon.verb(reason.verb());
    NounPhrase subject =
        reason.about() == About.SUBJECT && choice.chance(60)
            ? clearSubject(verb)
            : participants.person();
    Adjective adjective = choice.word(adjectives(reason, verb));
    Clause deed;
    NounPhrase described;
    if (reason.about() == About.SUBJECT) {
      if (Participants.isChild(subject)) {
        subject = new Pronoun(Referent.SHE);
      }
      if (subject instanceof Nominal nominal) {
        // "The angry judge is happy" would contradict itself.
        subject = nominal.withoutAdjective();
      }
      described = subject;
      deed = events.clause(verb, subject);
    } else {
      List<Noun> nouns = describable(verb, adjective);
      Nominal object = participants.known(choice.word(nouns), participants.owner(subject));
      described = object;
      deed = Clause.of(subject, verb, Tense.PRESENT, List.of(asObject(verb, object)));
    }
    boolean against =
        reason.polarity() == Polarity.AGAINST
            && reason.about() == About.OBJECT
            && negated
            && EXCESSIVE.contains(adjective.english())
            && !Events.isHuman(described);
    String degree = against ? "too " : "";
    Clause state =
        Clause.of(
            new Pronoun(described.referent()),
            be,
            tense,
            List.of(
                new Part.Fixed(
                    degree + adjective.english(),
                    (against ? "zu " : "") + adjective.german(),
                    Role.COMPLEMENT)));
    return new Explained(deed.withTense(tense).withNegation(negated), state, reason.about());
  }

  /** The reason's adjectives; of those about an object, the ones that fit one. */
  private List<Adjective> adjectives(Reason reason, Verb verb) {
    return reason.adjectives().stream()
        .map(lexicon::adjective)
        .filter(
            adjective -> reason.about() == About.SUBJECT || !describable(verb, adjective).isEmpty())
        .toList();
  }

  private List<Noun> describable(Verb verb, Adjective adjective) {
    return lexicon.nouns(verb.objects()).stream()
        .filter(noun -> adjective.fits(noun) && !noun.is("child"))
        .toList();
  }

  private NounPhrase clearSubject(Verb verb) {
    NounPhrase subject = participants.subject(verb);
    return Events.isHuman(subject) && !Participants.isChild(subject)
        ? subject
        : participants.namedPerson();
  }

  private static Part asObject(Verb verb, NounPhrase object) {
    Optional<Preposition> preposition = verb.frame().preposition();
    if (preposition.isPresent()) {
      return new Part.Prepositional(preposition.orElseThrow(), object, Role.COMPLEMENT);
    }
    return new Part.ObjectPhrase(
        object, verb.is(Verb.Frame.Kind.DAT) ? Case.DATIVE : Case.ACCUSATIVE);
  }

  /** because and although, behind or in front. */
  private SentencePair because() {
    Reason reason = choice.any(lexicon.reasons());
    boolean although = choice.chance(35);
    boolean negated = although == (reason.polarity() == Polarity.FOR);
    Tense tense = choice.chance(50) ? Tense.PRESENT : Tense.PAST;
    Explained explained = explained(reason, negated, tense);
    Clause state = explained.state();
    Clause deed = explained.deed();
    if (!Events.canBeNegated(deed)) {
      return condition();
    }
    // A pronoun before what it stands for would be unclear, so only one about the subject moves.
    if (explained.about() == About.SUBJECT && choice.chance(35)) {
      Clause named = state.withSubject(deed.subject());
      Clause pronoun = deed.withSubject(state.subject());
      return CompoundSentences.fronted(
          although ? "although" : "because", although ? "obwohl" : "weil", named, pronoun);
    }
    return CompoundSentences.behind(
        although ? "although" : "because", although ? "obwohl" : "weil", deed, state);
  }

  /** If the coat is cheap, I will buy it. */
  private SentencePair condition() {
    Reason reason = choice.any(lexicon.reasons());
    boolean negated = reason.polarity() == Polarity.AGAINST;
    Explained explained = explained(reason, negated, Tense.PRESENT);
    Clause deed = explained.deed();
    if (deed.verb().has(Verb.Trait.STATE) || deed.verb().has(Verb.Trait.INVOLUNTARY)) {
      return contrast();
    }
    Clause named;
    if (explained.about() == About.SUBJECT) {
      named = explained.state().withSubject(deed.subject());
      deed = deed.withSubject(explained.state().subject());
    } else {
      NounPhrase object = objectOf(deed);
      named = explained.state().withSubject(object);
      deed = deed.withParts(List.of(asObject(deed.verb(), new Pronoun(object.referent()))));
      if (!(deed.parts().get(0) instanceof Part.ObjectPhrase)) {
        return contrast();
      }
    }
    int kind = choice.between(0, 99);
    Clause consequence =
        kind < 60
            ? deed.withTense(Tense.FUTURE)
            : negated
                ? deed.withModal(Modal.SHOULD)
                : deed.withModal(kind < 80 ? Modal.SHOULD : Modal.CAN);
    return CompoundSentences.fronted("if", "wenn", named, consequence);
  }

  private static NounPhrase objectOf(Clause deed) {
    Part part = deed.parts().get(0);
    return part instanceof Part.Prepositional phrase
        ? phrase.phrase()
        : ((Part.ObjectPhrase) part).phrase();
  }

  /** The coat is old, but it is beautiful. */
  private SentencePair contrast() {
    List<String> pair = choice.any(CONTRASTS);
    Adjective first = lexicon.adjective(pair.get(0));
    Adjective second = lexicon.adjective(pair.get(1));
    List<Noun> nouns =
        lexicon.nouns(noun -> first.fits(noun) && second.fits(noun) && !noun.is("child"));
    Nominal subject =
        participants.known(
            choice.word(nouns), choice.any(List.of(Referent.I, Referent.YOU, Referent.WE)));
    Tense tense = choice.chance(75) ? Tense.PRESENT : Tense.PAST;
    Clause one = Clause.of(subject, be, tense, List.of(quality(first)));
    Clause other = Clause.of(new Pronoun(subject.referent()), be, tense, List.of(quality(second)));
    return Sentences.statement(
        EnglishClause.statement(one) + ", but " + EnglishClause.statement(other),
        GermanClause.statement(one) + ", aber " + GermanClause.statement(other));
  }

  private static Part quality(Adjective adjective) {
    return new Part.Fixed(adjective.english(), adjective.german(), Role.COMPLEMENT);
  }
}
