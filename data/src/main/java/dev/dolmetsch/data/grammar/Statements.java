package dev.dolmetsch.data.grammar;

import dev.dolmetsch.data.corpus.SentencePair;
import dev.dolmetsch.data.grammar.Clause.Part;
import dev.dolmetsch.data.grammar.Verb.Frame;
import dev.dolmetsch.data.grammar.Verb.Trait;
import java.util.List;
import java.util.Set;

/** Main clauses: plain, with something in front, negated, with modal verbs, with gern. */
final class Statements implements Sentences {
  private static final List<Modal> PAST_MODALS =
      List.of(Modal.CAN, Modal.HAVE_TO, Modal.WANT_TO, Modal.BE_ALLOWED_TO);

  private final Events events;
  private final Choice choice;

  Statements(Events events) {
    this.events = events;
    this.choice = events.choice();
  }

  @Override
  public List<Weighted> patterns() {
    return List.of(
        new Weighted(this::plain, 22),
        new Weighted(this::simple, 14),
        new Weighted(this::fronted, 10),
        new Weighted(this::negated, 8),
        new Weighted(this::modal, 10),
        new Weighted(this::liking, 4),
        new Weighted(this::trying, 3));
  }

  private SentencePair plain() {
    Clause clause = events.timed(events.embellished(events.clause(events.verb(verb -> true)), 45));
    return said(quantified(clause));
  }

  /** What somebody does, without saying when: the small dog sleeps, she does not drink coffee. */
  private SentencePair simple() {
    // "They read a book" would be both present and past.
    Verb verb = events.verb(v -> !v.has(Trait.STATIVE) && !v.hasSamePastAndPresent());
    Clause clause = events.embellished(events.clause(verb), 20).withAspect(Aspect.SIMPLE);
    boolean negated = choice.chance(15) && Events.canBeNegated(clause);
    return said(quantified(clause).withNegation(negated));
  }

  /**
   * Now and then every teacher rather than the teacher, all the teachers rather than the teachers.
   */
  private Clause quantified(Clause clause) {
    if (clause.subject() instanceof NounPhrase.Nominal subject
        && subject.determiner() == Determiner.Article.DEFINITE
        && subject.owner().isEmpty()
        && subject.noun().isCounted()
        && choice.chance(15)) {
      boolean plural = subject.number() == GrammaticalNumber.PLURAL;
      return clause.withSubject(
          subject.with(plural ? Determiner.Article.ALL : Determiner.Article.EVERY));
    }
    return clause;
  }

  private SentencePair fronted() {
    Clause clause = events.clause(events.verb(verb -> !verb.has(Trait.STATE)));
    clause = events.withTime(events.tensed(events.embellished(clause, 25)), 100);
    boolean movable = clause.time().map(Adverbial::isLast).orElse(false);
    if (!movable) {
      return said(clause);
    }
    Adverbial time = clause.time().orElseThrow();
    Clause rest = clause.withoutTime();
    return Sentences.statement(
        EnglishClause.fronted(time.english(), rest), GermanClause.inverted(time.german(), rest));
  }

  private SentencePair negated() {
    Clause clause = events.withTime(events.tensed(events.clause(events.verb(verb -> true))), 35);
    return said(clause.withNegation(Events.canBeNegated(clause)));
  }

  private SentencePair modal() {
    Verb verb = events.deliberate(v -> !v.is(Frame.Kind.POSTURE));
    Clause clause = events.embellished(events.clause(verb, events.participants().person()), 20);
    boolean past = choice.chance(35);
    Modal modal = choice.any(past ? PAST_MODALS : List.of(Modal.values()));
    clause = clause.withTense(past ? Tense.PAST : choice.chance(40) ? Tense.FUTURE : Tense.PRESENT);
    if (past) {
      clause = clause.withModal(modal);
    }
    // A future time beside a modal verb in the present: I have to work tomorrow.
    clause = events.withTime(clause, 45);
    if (clause.tense() == Tense.FUTURE) {
      clause = clause.withTense(Tense.PRESENT);
    }
    boolean often = clause.time().map(time -> time.kind() == Adverbial.Kind.MID).orElse(false);
    if (past && often) {
      clause = clause.withoutTime();
    }
    clause = clause.withModal(modal);
    boolean negated = choice.chance(25) && Events.canBeNegated(clause);
    return said(clause.withNegation(negated));
  }

  /** likes to drink tea, trinkt gern Tee. */
  private SentencePair liking() {
    Verb verb = events.deliberate(v -> v.has(Trait.LIKED));
    NounPhrase subject = events.participants().person();
    Clause clause = liked(verb, subject);
    boolean negated = choice.chance(20);
    boolean asked = !negated && choice.chance(25);
    Adverbial gern = Adverbial.ofTime("", negated ? "nicht gern" : "gern");
    Verb like =
        new Verb(
            "like",
            "",
            "liked",
            verb.german(),
            verb.conjugation(),
            verb.frame(),
            Set.of(),
            Set.of(),
            Set.of(Trait.STATIVE));
    Clause liking =
        Clause.of(
                subject,
                like,
                Tense.PRESENT,
                List.of(
                    new Part.Fixed(EnglishClause.toInfinitive(clause), "", Clause.Role.COMPLEMENT)))
            .withNegation(negated);
    if (asked) {
      return Sentences.question(
          EnglishClause.question("", liking), GermanClause.question(clause.at(gern)));
    }
    return Sentences.statement(
        EnglishClause.statement(liking), GermanClause.statement(clause.at(gern)));
  }

  private Clause liked(Verb verb, NounPhrase subject) {
    if (!verb.is(Frame.Kind.ACC)) {
      return events.clause(verb, subject);
    }
    Noun noun =
        choice.word(events.lexicon().nouns(n -> n.isAny(verb.objects()) && !n.is("person")));
    return Clause.of(
        subject,
        verb,
        Tense.PRESENT,
        List.of(new Part.ObjectPhrase(events.participants().generic(noun), Case.ACCUSATIVE)));
  }

  /** is trying to open the door, versucht, die Tür zu öffnen. */
  private SentencePair trying() {
    Verb matrix = choice.word(events.lexicon().verbs(Frame.Kind.ZU));
    NounPhrase subject = events.participants().person();
    Clause outer =
        Clause.of(subject, matrix, choice.chance(50) ? Tense.PRESENT : Tense.PAST, List.of());
    Clause inner = events.clause(events.deliberate(verb -> !verb.has(Trait.STATIVE)), subject);
    return Sentences.statement(
        EnglishClause.statement(outer) + " " + EnglishClause.toInfinitive(inner),
        GermanClause.statement(outer) + ", " + GermanClause.zuInfinitive(inner));
  }

  private static SentencePair said(Clause clause) {
    return Sentences.statement(EnglishClause.statement(clause), GermanClause.statement(clause));
  }
}
