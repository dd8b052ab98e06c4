package dev.dolmetsch.data.grammar;

import dev.dolmetsch.data.corpus.SentencePair;
import dev.dolmetsch.data.grammar.Clause.Part;
import dev.dolmetsch.data.grammar.Determiner.Article;
import dev.dolmetsch.data.grammar.NounPhrase.Nominal;
import dev.dolmetsch.data.grammar.NounPhrase.Pronoun;
import dev.dolmetsch.data.grammar.Verb.Frame;
import dev.dolmetsch.data.grammar.Verb.Trait;
import java.util.List;
import java.util.Set;

/** Two clauses in one sentence: that, whether, while, before, when, relative clauses, and. */
final class CompoundSentences implements Sentences {
  private static final List<List<String>> SEQUENCES =
      List.of(
          List.of("buy", "give"),
          List.of("buy", "show"),
          List.of("buy", "bring"),
          List.of("find", "give"),
          List.of("find", "return"),
          List.of("find", "show"),
          List.of("wash", "give"),
          List.of("repair", "sell"),
          List.of("repair", "lend"),
          List.of("read", "recommend"),
          List.of("read", "lend"),
          List.of("write", "send"),
          List.of("paint", "show"));

  /** What somebody does, and what others then do to them. */
  private static final List<List<List<String>>> REACTIONS =
      List.of(
          List.of(
              List.of("arrive", "come back"),
              List.of("hug", "kiss", "greet", "thank", "congratulate")),
          List.of(List.of("get up", "wake up"), List.of("hug", "kiss", "greet", "call")),
          List.of(List.of("cry"), List.of("hug", "help", "call")),
          List.of(List.of("sing"), List.of("photograph", "listen to", "admire")),
          List.of(List.of("dance"), List.of("photograph", "admire", "follow")));

  private final Events events;
  private final Lexicon lexicon;
  private final Choice choice;
  private final Participants participants;
  private final List<Verb> doneToThings;

  CompoundSentences(Events events) {
    this.events = events;
    this.lexicon = events.lexicon();
    this.choice = events.choice();
    this.participants = events.participants();
    this.doneToThings =
        lexicon.verbs(Frame.Kind.ACC).stream()
            .filter(verb -> !countedThings(verb).isEmpty())
            .toList();
  }

  @Override
  public List<Weighted> patterns() {
    return List.of(
        new Weighted(this::that, 6),
        new Weighted(this::whether, 2),
        new Weighted(this::meanwhile, 3),
        new Weighted(this::before, 2),
        new Weighted(this::when, 2),
        new Weighted(this::youth, 1),
        new Weighted(this::relative, 4),
        new Weighted(this::sequence, 2));
  }

  /** The subordinate clause last: she sleeps because she is tired. */
  static SentencePair behind(String english, String german, Clause main, Clause subordinate) {
    return Sentences.statement(
        EnglishClause.statement(main) + " " + english + " " + EnglishClause.statement(subordinate),
        GermanClause.statement(main) + ", " + german + " " + GermanClause.subordinate(subordinate));
  }

  /** The subordinate clause first, then the verb: because she is tired, she sleeps. */
  static SentencePair fronted(String english, String german, Clause subordinate, Clause main) {
    return Sentences.statement(
        english + " " + EnglishClause.statement(subordinate) + ", " + EnglishClause.statement(main),
        GermanClause.inverted(german + " " + GermanClause.subordinate(subordinate) + ",", main));
  }

  private SentencePair that() {
    Verb verb = choice.word(lexicon.verbs(Frame.Kind.THAT));
    Clause matrix = Clause.of(participants.person(), verb, Tense.PRESENT, List.of());
    Clause content = event();
    if (verb.english().equals("hope") && content.tense() == Tense.PRESENT) {
      content = content.withoutTime().withTense(Tense.FUTURE);
    }
    boolean negated = choice.chance(15) && Events.canBeNegated(content);
    return behind("that", "dass", matrix, content.withNegation(negated));
  }

  private SentencePair whether() {
    Clause matrix =
        Clause.of(
            participants.person(), lexicon.verb("know", Frame.Kind.THAT), Tense.PRESENT, List.of());
    return behind("whether", "ob", matrix.withNegation(true), event());
  }

  private SentencePair meanwhile() {
    Tense tense = choice.chance(60) ? Tense.PRESENT : Tense.PAST;
    Clause one = activity().withTense(tense);
    Clause other = activity().withTense(tense);
    if (one.subject().referent().equals(other.subject().referent())) {
      return that();
    }
    return choice.chance(50)
        ? fronted("while", "während", one, other)
        : behind("while", "während", one, other);
  }

  private SentencePair before() {
    NounPhrase subject = participants.person();
    if (Participants.isChild(subject)) {
      subject = new Pronoun(Referent.HE);
    }
    Clause main = events.clause(task(), subject).withTense(Tense.PAST);
    Verb leaving =
        events.verb(
            verb ->
                Set.of("go out", "fall asleep", "go", "drive").contains(verb.english())
                    || verb.is(Frame.Kind.JOURNEY));
    Clause then = events.clause(leaving, new Pronoun(subject.referent())).withTense(Tense.PAST);
    return choice.chance(50)
        ? behind("before", "bevor", main, then)
        : fronted(
            "before",
            "bevor",
            then.withSubject(subject),
            main.withSubject(new Pronoun(subject.referent())));
  }

  /** When my son came back, I hugged him. */
  private SentencePair when() {
    NounPhrase guest = participants.namedPerson();
    if (Participants.isChild(guest)) {
      return before();
    }
    List<List<String>> scene = choice.any(REACTIONS);
    Verb arriving = lexicon.verb(choice.any(scene.get(0)));
    Verb reacting = lexicon.verb(choice.any(scene.get(1)));
    NounPhrase subject =
        choice.chance(60)
            ? new Pronoun(choice.any(List.of(Referent.I, Referent.YOU, Referent.WE)))
            : participants.relative(Referent.I);
    Case form = reacting.is(Frame.Kind.DAT) ? Case.DATIVE : Case.ACCUSATIVE;
    Clause reaction =
        Clause.of(
            subject,
            reacting,
            Tense.PAST,
            List.of(new Part.ObjectPhrase(new Pronoun(guest.referent()), form)));
    Clause arrival = Clause.of(guest, arriving, Tense.PAST, List.of());
    return fronted("when", "als", arrival, reaction);
  }

  /** When I was young, I often played the piano. */
  private SentencePair youth() {
    NounPhrase subject = participants.person();
    if (Participants.isChild(subject)
        || (subject instanceof Nominal nominal && nominal.adjective().isPresent())) {
      subject = new Pronoun(Referent.I);
    }
    Adjective young = lexicon.adjective(choice.chance(50) ? "young" : "ill");
    Clause state =
        Clause.of(
            subject,
            lexicon.verb("be"),
            Tense.PAST,
            List.of(new Part.Fixed(young.english(), young.german(), Clause.Role.COMPLEMENT)));
    Verb habit = events.deliberate(verb -> verb.has(Trait.LIKED));
    Adverbial often =
        choice.word(lexicon.adverbials(adverbial -> adverbial.kind() == Adverbial.Kind.MID));
    Clause main =
        events.clause(habit, new Pronoun(subject.referent())).withTense(Tense.PAST).at(often);
    return fronted("when", "als", state, main);
  }

  /** I know the man who is selling the house; the book that I bought. */
  private SentencePair relative() {
    boolean bySubject = choice.chance(50);
    boolean presented = choice.chance(50);
    NounPhrase speaker =
        new Pronoun(choice.any(List.of(Referent.I, Referent.HE, Referent.SHE, Referent.WE)));
    if (bySubject) {
      Noun noun = choice.word(lexicon.nouns(n -> n.is("person") && !n.is("child")));
      Nominal head = participants.described(head(noun), 15);
      Clause clause =
          events.timed(events.clause(events.verb(v -> v.subjects().contains("person")), head));
      return joined(
          head,
          speaker,
          presented,
          EnglishClause.statement(clause, "who"),
          GermanClause.relativeBySubject(clause));
    }
    Verb verb = choice.word(doneToThings);
    Noun noun = choice.word(countedThings(verb));
    Nominal head = participants.described(head(noun), 20);
    Clause rest =
        events.timedWithoutObject(Clause.of(participants.person(), verb, Tense.PRESENT, List.of()));
    if (verb.conjugation().reflexive() != GermanVerb.Reflexive.NONE) {
      return that();
    }
    return joined(
        head,
        speaker,
        true,
        "that " + EnglishClause.statement(rest),
        GermanDeclension.relative(Case.ACCUSATIVE, head.referent())
            + " "
            + GermanClause.subordinate(rest));
  }

  private List<Noun> countedThings(Verb verb) {
    return lexicon.nouns(verb.objects()).stream()
        .filter(noun -> noun.isCounted() && !noun.isHuman())
        .toList();
  }

  private Nominal head(Noun noun) {
    boolean plural = choice.chance(20);
    return Nominal.of(
        Article.DEFINITE, noun, plural ? GrammaticalNumber.PLURAL : GrammaticalNumber.SINGULAR);
  }

  private SentencePair joined(
      Nominal head, NounPhrase speaker, boolean presented, String english, String german) {
    if (presented) {
      boolean plural = head.number() == GrammaticalNumber.PLURAL;
      return Sentences.statement(
          (plural ? "these are " : "this is ") + EnglishNounPhrase.object(head) + " " + english,
          (plural ? "das sind " : "das ist ")
              + GermanNounPhrase.of(head, Case.NOMINATIVE)
              + ", "
              + german);
    }
    Verb verb =
        lexicon.verb(choice.any(List.of("know", "see", "meet", "call", "pick|up", "visit")));
    boolean state = verb.has(Trait.STATE);
    Clause main =
        Clause.of(
            speaker,
            verb,
            state ? Tense.PRESENT : Tense.PAST,
            List.of(new Part.ObjectPhrase(head, Case.ACCUSATIVE)));
    return Sentences.statement(
        EnglishClause.statement(main) + " " + english,
        GermanClause.statement(main) + ", " + german);
  }

  /** I found the key and gave it to the woman. */
  private SentencePair sequence() {
    List<String> pair = choice.any(SEQUENCES);
    Verb first = lexicon.verb(pair.get(0));
    Verb second = lexicon.verb(pair.get(1));
    NounPhrase subject = participants.person();
    List<Noun> nouns =
        lexicon.nouns(
            noun ->
                noun.isAny(first.objects()) && noun.isAny(second.objects()) && noun.isCounted());
    Nominal object =
        participants.described(
            Nominal.of(Article.DEFINITE, choice.word(nouns), GrammaticalNumber.SINGULAR), 20);
    Clause one =
        Clause.of(
            subject, first, Tense.PAST, List.of(new Part.ObjectPhrase(object, Case.ACCUSATIVE)));
    Part it = new Part.ObjectPhrase(new Pronoun(object.referent()), Case.ACCUSATIVE);
    List<Part> parts =
        second.is(Frame.Kind.ACC)
            ? List.of(it)
            : List.of(new Part.ObjectPhrase(participants.companion(subject), Case.DATIVE), it);
    Clause other = Clause.of(subject, second, Tense.PAST, parts);
    return Sentences.statement(
        EnglishClause.statement(one) + " and " + EnglishClause.statement(other, ""),
        GermanClause.statement(one) + " und " + GermanClause.participle(other));
  }

  private Clause event() {
    return events.timed(events.clause(events.verb(verb -> true)));
  }

  private Clause activity() {
    Verb verb = events.deliberate(v -> !v.has(Trait.STATIVE) && !v.is(Frame.Kind.POSTURE));
    return events.clause(verb, participants.person());
  }

  /** What people do before they leave or sleep. */
  private Verb task() {
    return events.deliberate(verb -> verb.is(Frame.Kind.ACC) && !verb.has(Trait.PLURAL));
  }
}
