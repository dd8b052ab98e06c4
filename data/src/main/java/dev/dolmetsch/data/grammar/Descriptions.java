package dev.dolmetsch.data.grammar;

import dev.dolmetsch.data.corpus.SentencePair;
import dev.dolmetsch.data.grammar.Clause.Part;
import dev.dolmetsch.data.grammar.Clause.Role;
import dev.dolmetsch.data.grammar.Determiner.Article;
import dev.dolmetsch.data.grammar.Determiner.Count;
import dev.dolmetsch.data.grammar.Determiner.Possessive;
import dev.dolmetsch.data.grammar.NounPhrase.Nominal;
import java.util.List;
import java.util.Set;

/** What people and things are like, whose they are, and what there is where. */
final class Descriptions implements Sentences {
  private static final List<List<String>> SCENES =
      List.of(
          List.of("kitchen,office,living room", "furniture,lamp,clock,radio,vase"),
          List.of("bedroom,living room,flat", "bed,armchair,mirror,television,picture,sofa"),
          List.of("cellar,garage", "bicycle,box,suitcase,cupboard,washing machine,shelf"),
          List.of("village,city", "building,bridge,bakery,pharmacy,tree"),
          List.of("park,garden,castle", "tree,flower,rose,bird"),
          List.of("zoo", "wild"),
          List.of("forest", "fox,wolf,bear,snake,bird,mouse,lake"));

  private final Events events;
  private final Lexicon lexicon;
  private final Choice choice;
  private final Participants participants;
  private final Verb be;

  Descriptions(Events events) {
    this.events = events;
    this.lexicon = events.lexicon();
    this.choice = events.choice();
    this.participants = events.participants();
    this.be = lexicon.verb("be");
  }

  @Override
  public List<Weighted> patterns() {
    return List.of(
        new Weighted(this::quality, 8),
        new Weighted(this::comparison, 4),
        new Weighted(this::belonging, 4),
        new Weighted(this::existence, 4),
        new Weighted(this::profession, 2),
        new Weighted(this::change, 1));
  }

  /** The house is (not) very old; are the apples sweet? */
  private SentencePair quality() {
    Adjective adjective = choice.word(lexicon.adjectives(a -> true));
    Noun noun = choice.word(lexicon.nouns(adjective.describes()));
    Nominal subject = participants.known(noun, choice.any(List.of(Referent.I, Referent.WE)));
    boolean negated = choice.chance(20);
    boolean plain = negated || adjective.comparative().isEmpty() || choice.chance(55);
    boolean excessive = !noun.isHuman() && choice.chance(50);
    String degree = plain ? "" : excessive ? "too" : "very";
    String germanDegree = degree.equals("very") ? "sehr " : degree.equals("too") ? "zu " : "";
    Clause clause =
        Clause.of(
                subject,
                be,
                choice.chance(75) ? Tense.PRESENT : Tense.PAST,
                List.of(
                    complement(
                        (degree + " " + adjective.english()).strip(),
                        germanDegree + adjective.german())))
            .withNegation(negated);
    return choice.chance(15) && !negated
        ? Sentences.question(EnglishClause.question("", clause), GermanClause.question(clause))
        : said(clause);
  }

  /** The cat is older than the dog; as old as. */
  private SentencePair comparison() {
    Adjective adjective = choice.word(lexicon.adjectives(a -> a.comparative().isPresent()));
    List<Noun> nouns = lexicon.nouns(n -> n.isAny(adjective.describes()) && n.isCounted());
    if (nouns.isEmpty()) {
      return quality();
    }
    Noun first = choice.word(nouns);
    String kind = first.classes().iterator().next();
    Noun second =
        choice.word(nouns.stream().filter(noun -> noun.classes().contains(kind)).toList());
    if (first.equals(second)) {
      return quality();
    }
    Nominal subject = participants.known(first, Referent.I);
    Nominal other =
        Nominal.of(
            second.is("kin") ? new Possessive(Referent.YOU) : Article.DEFINITE,
            second,
            second.is("single") ? GrammaticalNumber.SINGULAR : subject.number());
    boolean equal = choice.chance(30);
    String english =
        equal
            ? "as " + adjective.english() + " as "
            : adjective.comparative().orElseThrow() + " than ";
    String german =
        equal
            ? "so " + adjective.german() + " wie "
            : adjective.germanComparative().orElseThrow() + " als ";
    return said(
        Clause.of(
            subject,
            be,
            Tense.PRESENT,
            List.of(
                complement(
                    english + EnglishNounPhrase.object(other),
                    german + GermanNounPhrase.of(other, Case.NOMINATIVE)))));
  }

  /** This is my brother's car. Are these your shoes? */
  private SentencePair belonging() {
    Noun noun =
        choice.word(
            lexicon.nouns(
                Set.of(
                    "clothing",
                    "owned",
                    "object",
                    "pet",
                    "toy",
                    "kin",
                    "house",
                    "flat",
                    "instrument",
                    "acquaintance",
                    "painted",
                    "image")));
    boolean plural = !noun.is("single") && choice.chance(20);
    GrammaticalNumber number = plural ? GrammaticalNumber.PLURAL : GrammaticalNumber.SINGULAR;
    Nominal thing =
        choice.chance(50) && !noun.is("kin")
            ? Nominal.of(Article.DEFINITE, noun, number).ownedBy(owner())
            : Nominal.of(
                new Possessive(
                    choice.any(
                        List.of(Referent.I, Referent.YOU, Referent.HE, Referent.SHE, Referent.WE))),
                noun,
                number);
    thing = participants.described(thing, 30);
    boolean asked = choice.chance(25);
    String pronoun = plural ? "these" : "this";
    String verb = plural ? "are" : "is";
    String germanVerb = plural ? "sind" : "ist";
    String english = EnglishNounPhrase.object(thing);
    String german = GermanNounPhrase.of(thing, Case.NOMINATIVE);
    return asked
        ? Sentences.question(verb + " " + pronoun + " " + english, germanVerb + " das " + german)
        : Sentences.statement(
            pronoun + " " + verb + " " + english, "das " + germanVerb + " " + german);
  }

  private NounPhrase owner() {
    return choice.chance(40)
        ? new NounPhrase.Proper(choice.word(lexicon.people()))
        : choice.chance(50)
            ? Nominal.of(
                new Possessive(choice.any(List.of(Referent.I, Referent.YOU, Referent.WE))),
                choice.word(lexicon.nouns(Set.of("kin"))),
                GrammaticalNumber.SINGULAR)
            : Nominal.the(choice.word(lexicon.nouns(n -> n.is("person") && !n.is("child"))));
  }

  /** There is a lamp in the kitchen, in der Küche gibt es eine Lampe. */
  private SentencePair existence() {
    List<String> scene = choice.any(SCENES);
    Noun place = choice.word(lexicon.nouns(Set.of(scene.get(0).split(","))));
    Noun thing = choice.word(lexicon.nouns(Set.of(scene.get(1).split(","))));
    if (thing.equals(place)) {
      return belonging();
    }
    int kind = choice.between(0, 99);
    Determiner determiner =
        kind < 45
            ? Article.INDEFINITE
            : kind < 60 ? Article.NO : kind < 80 ? new Count(choice.between(2, 5)) : Article.MANY;
    boolean plural = kind >= 60;
    Nominal phrase =
        participants.described(
            Nominal.of(
                determiner, thing, plural ? GrammaticalNumber.PLURAL : GrammaticalNumber.SINGULAR),
            30);
    Part.Prepositional where = (Part.Prepositional) events.places().location(place, Role.PLACE);
    boolean past = choice.chance(20);
    String verb = past ? (plural ? "were" : "was") : plural ? "are" : "is";
    return Sentences.statement(
        "there "
            + verb
            + " "
            + EnglishNounPhrase.object(phrase)
            + " "
            + where.preposition().english()
            + " "
            + EnglishNounPhrase.object(where.phrase()),
        GermanNounPhrase.after(where.preposition(), where.phrase())
            + (past ? " gab es " : " gibt es ")
            + GermanNounPhrase.of(phrase, Case.ACCUSATIVE));
  }

  /** My aunt is a pilot, meine Tante ist Pilotin; wants to become. */
  private SentencePair profession() {
    Nominal subject =
        Nominal.of(
            new Possessive(
                choice.any(
                    List.of(Referent.I, Referent.YOU, Referent.HE, Referent.SHE, Referent.WE))),
            choice.word(lexicon.nouns(Set.of("kin"))),
            GrammaticalNumber.SINGULAR);
    Noun profession =
        choice.word(
            lexicon.nouns(n -> n.is("profession") && n.gender() == subject.noun().gender()));
    Part complement =
        complement(EnglishMorphology.withArticle(profession.english()), profession.german());
    if (choice.chance(60)) {
      return said(
          Clause.of(
              subject, be, choice.chance(70) ? Tense.PRESENT : Tense.PAST, List.of(complement)));
    }
    Clause become = Clause.of(subject, lexicon.verb("become"), Tense.PRESENT, List.of(complement));
    Modal modal = choice.any(List.of(Modal.WANT_TO, Modal.WOULD_LIKE_TO));
    return said(choice.chance(40) ? become.withTense(Tense.FUTURE) : become.withModal(modal));
  }

  /** is getting tired, wird müde. */
  private SentencePair change() {
    Adjective adjective =
        choice.word(
            lexicon.adjectives(
                a ->
                    Set.of(
                            "tired", "hungry", "thirsty", "ill", "angry", "sad", "nervous", "old",
                            "rich", "famous")
                        .contains(a.english())));
    Clause clause =
        Clause.of(
            participants.person(),
            lexicon.verb("get"),
            Tense.PRESENT,
            List.of(complement(adjective.english(), adjective.german())));
    return said(events.tensed(clause));
  }

  private static Part complement(String english, String german) {
    return new Part.Fixed(english, german, Role.COMPLEMENT);
  }

  private static SentencePair said(Clause clause) {
    return Sentences.statement(EnglishClause.statement(clause), GermanClause.statement(clause));
  }
}
