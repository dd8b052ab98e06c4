package dev.dolmetsch.data.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dolmetsch.data.grammar.Clause.Part;
import dev.dolmetsch.data.grammar.Clause.Role;
import dev.dolmetsch.data.grammar.Determiner.Article;
import dev.dolmetsch.data.grammar.Determiner.Possessive;
import dev.dolmetsch.data.grammar.NounPhrase.Interrogative;
import dev.dolmetsch.data.grammar.NounPhrase.Nominal;
import dev.dolmetsch.data.grammar.NounPhrase.Pronoun;
import dev.dolmetsch.data.grammar.Verb.Frame;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One pair, written by hand, for each phenomenon that the corpus is to teach. */
class ClauseTest {
  private static final Lexicon LEXICON = Lexicon.bundled();
  private static final NounPhrase SHE = new Pronoun(Referent.SHE);
  private static final NounPhrase HE = new Pronoun(Referent.HE);
  private static final NounPhrase I = new Pronoun(Referent.I);
  private static final NounPhrase YOU = new Pronoun(Referent.YOU);

  @Test
  void present() {
    assertPair(
        "she is reading the book", "sie liest das Buch", clause(SHE, "read", object(the("book"))));
  }

  @Test
  void habitIsSimpleInEnglish() {
    assertPair(
        "the man often drinks coffee",
        "der Mann trinkt oft Kaffee",
        clause(the("man"), "drink", object(mass("coffee"))).at(adverbial("often")));
  }

  @Test
  void pastIsPerfectWithHaben() {
    assertPair(
        "I bought an old car yesterday",
        "ich habe gestern ein altes Auto gekauft",
        clause(I, "buy", object(a("car").with(LEXICON.adjective("old"))))
            .withTense(Tense.PAST)
            .at(adverbial("yesterday")));
  }

  @Test
  void pastIsPerfectWithSein() {
    assertPair(
        "my sister went to the cinema with him",
        "meine Schwester ist mit ihm ins Kino gegangen",
        clause(
                my("sister"),
                "go",
                new Part.Prepositional(
                    new Preposition("to", "in", Case.ACCUSATIVE), the("cinema"), Role.COMPLEMENT),
                new Part.Prepositional(Preposition.WITH, HE, Role.COMPANION))
            .withTense(Tense.PAST));
  }

  @Test
  void pastIsPreteriteWhereTheLexiconSaysSo() {
    assertPair(
        "we had a dog",
        "wir hatten einen Hund",
        clause(new Pronoun(Referent.WE), "have", object(a("dog"))).withTense(Tense.PAST));
  }

  @Test
  void future() {
    assertPair(
        "you will get up soon",
        "du wirst bald aufstehen",
        clause(YOU, "get up").withTense(Tense.FUTURE).at(adverbial("soon")));
  }

  @Test
  void separableVerbs() {
    Clause clause = clause(HE, "turn|on", object(the("lamp")));
    assertPair("he is turning on the lamp", "er schaltet die Lampe ein", clause);
    assertEquals("er die Lampe einschaltet", GermanClause.subordinate(clause));
    assertEquals("die Lampe einzuschalten", GermanClause.zuInfinitive(clause));
    assertEquals("to turn on the lamp", EnglishClause.toInfinitive(clause));
    assertPair(
        "he turned it on",
        "er hat sie eingeschaltet",
        clause(HE, "turn|on", object(new Pronoun(the("lamp").referent()))).withTense(Tense.PAST));
  }

  @Test
  void modalVerbs() {
    Clause clause = clause(SHE, "repair", object(the("house")));
    assertPair(
        "she can repair the house", "sie kann das Haus reparieren", modal(clause, Modal.CAN));
    assertPair(
        "she has to repair the house",
        "sie muss das Haus reparieren",
        modal(clause, Modal.HAVE_TO));
    assertPair(
        "she wanted to repair the house",
        "sie wollte das Haus reparieren",
        modal(clause.withTense(Tense.PAST), Modal.WANT_TO));
    assertPair(
        "she is not allowed to repair the house",
        "sie darf das Haus nicht reparieren",
        modal(clause.withNegation(true), Modal.BE_ALLOWED_TO));
    assertPair(
        "she should repair the house",
        "sie sollte das Haus reparieren",
        modal(clause, Modal.SHOULD));
    assertPair(
        "she would like to repair the house",
        "sie möchte das Haus reparieren",
        modal(clause, Modal.WOULD_LIKE_TO));
    assertPair(
        "she cannot repair the house",
        "sie kann das Haus nicht reparieren",
        modal(clause.withNegation(true), Modal.CAN));
  }

  @Test
  void negationByArticle() {
    assertPair(
        "he is not buying an apple",
        "er kauft keinen Apfel",
        clause(HE, "buy", object(a("apple"))).withNegation(true));
    assertPair(
        "he does not drink milk every day",
        "er trinkt jeden Tag keine Milch",
        clause(HE, "drink", object(mass("milk"))).withNegation(true).at(adverbial("every day")));
  }

  @Test
  void negationByNichtFollowsDefiniteObjectsAndTime() {
    assertPair(
        "he did not read the book yesterday",
        "er hat das Buch gestern nicht gelesen",
        clause(HE, "read", object(the("book")))
            .withNegation(true)
            .withTense(Tense.PAST)
            .at(adverbial("yesterday")));
  }

  @Test
  void negationByNichtPrecedesPrepositionsAndAdjectives() {
    assertPair(
        "she is not waiting for the bus",
        "sie wartet nicht auf den Bus",
        about(SHE, "wait for", the("bus")).withNegation(true));
    assertPair(
        "the tea is not hot",
        "der Tee ist nicht heiß",
        clause(the("tea"), "be", new Part.Fixed("hot", "heiß", Role.COMPLEMENT))
            .withNegation(true));
  }

  @Test
  void verbSecondAfterAnAdverbial() {
    Clause clause = clause(the("child"), "play with").withTense(Tense.PAST);
    assertEquals("gestern hat das Kind gespielt", GermanClause.inverted("gestern", clause));
    assertEquals("yesterday the child played with", EnglishClause.fronted("yesterday", clause));
  }

  @Test
  void reflexiveVerbs() {
    Clause clause = about(the("man"), "look forward to", the("party"));
    assertPair(
        "the man is looking forward to the party", "der Mann freut sich auf die Party", clause);
    assertEquals("heute freut sich der Mann auf die Party", GermanClause.inverted("heute", clause));
    assertPair(
        "I am watching the film",
        "ich sehe mir den Film an",
        clause(I, "watch", object(the("film"))));
  }

  @Test
  void subordinateClauses() {
    assertEquals(
        "She is sleeping because she is tired. | Sie schläft, weil sie müde ist.",
        text(
            CompoundSentences.behind(
                "because", "weil", clause(SHE, "sleep"), clause(SHE, "be", tired()))));
    assertEquals(
        "When Anna arrived, I was tired. | Als Anna angekommen ist, war ich müde.",
        text(
            CompoundSentences.fronted(
                "when",
                "als",
                clause(anna(), "arrive").withTense(Tense.PAST),
                clause(I, "be", tired()).withTense(Tense.PAST))));
  }

  @Test
  void pronounsAgreeWithTheGermanNoun() {
    for (List<String> row :
        List.of(List.of("coat", "er"), List.of("cup", "sie"), List.of("book", "es"))) {
      NounPhrase it = new Pronoun(the(row.get(0)).referent());
      assertEquals("it", EnglishNounPhrase.subject(it));
      assertEquals(row.get(1), GermanNounPhrase.of(it, Case.NOMINATIVE));
    }
    assertEquals(
        "sie", GermanNounPhrase.of(new Pronoun(the("teacher").referent()), Case.NOMINATIVE));
    assertEquals("she", EnglishNounPhrase.subject(new Pronoun(the("teacher").referent())));
  }

  @Test
  void questions() {
    Clause past = clause(SHE, "find", object(the("key"))).withTense(Tense.PAST);
    assertEquals("did she find the key", EnglishClause.question("", past));
    assertEquals("hat sie den Schlüssel gefunden", GermanClause.question(past));
    Clause who =
        clause(new Interrogative(true), "help", new Part.ObjectPhrase(the("man"), Case.DATIVE));
    assertPair("who is helping the man", "wer hilft dem Mann", who);
    Clause whom = clause(YOU, "help");
    assertEquals("who are you helping", EnglishClause.question("who", whom));
    assertEquals(
        "wem hilfst du",
        GermanClause.inverted(GermanNounPhrase.of(new Interrogative(true), Case.DATIVE), whom));
    Nominal which = the("book").with(Article.WHICH);
    assertEquals("welches Buch", GermanNounPhrase.of(which, Case.ACCUSATIVE));
    Clause stative = clause(YOU, "need");
    assertEquals("what do you need", EnglishClause.question("what", stative));
  }

  @Test
  void datives() {
    assertPair(
        "the woman is giving the child an apple",
        "die Frau gibt dem Kind einen Apfel",
        clause(
            the("woman"),
            "give",
            new Part.ObjectPhrase(the("child"), Case.DATIVE),
            object(a("apple"))));
    assertPair(
        "the woman is giving it to the child",
        "die Frau gibt ihn dem Kind",
        clause(
            the("woman"),
            "give",
            new Part.ObjectPhrase(the("child"), Case.DATIVE),
            object(new Pronoun(the("apple").referent()))));
    assertPair(
        "he is explaining the problem to me",
        "er erklärt mir das Problem",
        clause(HE, "explain", new Part.ObjectPhrase(I, Case.DATIVE), object(the("problem"))));
  }

  @Test
  void possessivesAndGenitives() {
    assertPair(
        "she is looking for her father's key",
        "sie sucht den Schlüssel ihres Vaters",
        clause(
            SHE,
            "look for",
            object(
                the("key")
                    .ownedBy(
                        Nominal.of(
                            new Possessive(Referent.SHE),
                            LEXICON.noun("father"),
                            GrammaticalNumber.SINGULAR)))));
    assertEquals(
        "Annas altes Haus",
        GermanNounPhrase.of(
            the("house").ownedBy(anna()).with(LEXICON.adjective("old")), Case.NOMINATIVE));
    assertEquals("Anna's house", EnglishNounPhrase.object(the("house").ownedBy(anna())));
  }

  @Test
  void twoWayPrepositions() {
    Part moved =
        new Part.Prepositional(
            new Preposition("on", "auf", Case.ACCUSATIVE), the("table"), Role.COMPLEMENT);
    Part still =
        new Part.Prepositional(
            new Preposition("on", "auf", Case.DATIVE), the("table"), Role.COMPLEMENT);
    assertPair(
        "he is putting the book on the table",
        "er legt das Buch auf den Tisch",
        clause(HE, "put", object(the("book")), moved));
    assertPair(
        "the book is lying on the table",
        "das Buch liegt auf dem Tisch",
        clause(the("book"), "lie", still));
  }

  @Test
  void prepositionsContractWithTheArticle() {
    Preposition in = new Preposition("in", "in", Case.DATIVE);
    assertEquals("im Garten", GermanNounPhrase.after(in, the("garden")));
    assertEquals("in der Küche", GermanNounPhrase.after(in, the("kitchen")));
    assertEquals("in meinem Garten", GermanNounPhrase.after(in, my("garden")));
    assertEquals(
        "zur Schule",
        GermanNounPhrase.after(new Preposition("to", "zu", Case.DATIVE), the("school")));
  }

  @Test
  void relativeClauses() {
    Clause clause = clause(the("man"), "sell", object(the("house")));
    assertEquals("der das Haus verkauft", GermanClause.relativeBySubject(clause));
    assertEquals("who is selling the house", EnglishClause.statement(clause, "who"));
    assertEquals("den", GermanDeclension.relative(Case.ACCUSATIVE, the("man").referent()));
  }

  @Test
  void clockTimesInAClause() {
    assertPair(
        "the train departs at half past three",
        "der Zug fährt um halb vier ab",
        clause(the("train"), "depart").at(new ClockTime(3, 30).adverbial()));
  }

  private static void assertPair(String english, String german, Clause clause) {
    assertEquals(english, EnglishClause.statement(clause));
    assertEquals(german, GermanClause.statement(clause));
  }

  private static String text(dev.dolmetsch.data.corpus.SentencePair pair) {
    return pair.english() + " | " + pair.german();
  }

  private static Clause modal(Clause clause, Modal modal) {
    return clause.withModal(modal);
  }

  private static Clause clause(NounPhrase subject, String verb, Part... parts) {
    return Clause.of(subject, LEXICON.verb(verb), Tense.PRESENT, List.of(parts));
  }

  private static Clause about(NounPhrase subject, String verb, NounPhrase object) {
    Verb entry = LEXICON.verb(verb, Frame.Kind.PREPOSITION);
    Preposition preposition = entry.frame().preposition().orElseThrow();
    return Clause.of(
        subject,
        entry,
        Tense.PRESENT,
        List.of(new Part.Prepositional(preposition, object, Role.COMPLEMENT)));
  }

  private static Part object(NounPhrase phrase) {
    return new Part.ObjectPhrase(phrase, Case.ACCUSATIVE);
  }

  private static Part tired() {
    return new Part.Fixed("tired", "müde", Role.COMPLEMENT);
  }

  private static Nominal the(String noun) {
    return Nominal.the(LEXICON.noun(noun));
  }

  private static Nominal a(String noun) {
    return Nominal.of(Article.INDEFINITE, LEXICON.noun(noun), GrammaticalNumber.SINGULAR);
  }

  private static Nominal mass(String noun) {
    return Nominal.of(Article.NONE, LEXICON.noun(noun), GrammaticalNumber.SINGULAR);
  }

  private static Nominal my(String noun) {
    return Nominal.of(new Possessive(Referent.I), LEXICON.noun(noun), GrammaticalNumber.SINGULAR);
  }

  private static NounPhrase anna() {
    return new NounPhrase.Proper(LEXICON.people().get(0));
  }

  private static Adverbial adverbial(String english) {
    return LEXICON.adverbials(entry -> entry.english().equals(english)).get(0);
  }
}
