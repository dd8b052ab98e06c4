package dev.dolmetsch.data.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dolmetsch.data.grammar.Determiner.Article;
import dev.dolmetsch.data.grammar.Determiner.Count;
import dev.dolmetsch.data.grammar.Determiner.Possessive;
import dev.dolmetsch.data.grammar.NounPhrase.Nominal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MorphologyTest {
  private static final Lexicon LEXICON = Lexicon.bundled();

  @ParameterizedTest
  @CsvSource({
    "sleep, schlafe, schläfst, schläft, schlafen",
    "read, lese, liest, liest, lesen",
    "eat, esse, isst, isst, essen",
    "work, arbeite, arbeitest, arbeitet, arbeiten",
    "open, öffne, öffnest, öffnet, öffnen",
    "rain, regne, regnest, regnet, regnen",
    "learn, lerne, lernst, lernt, lernen",
    "live, wohne, wohnst, wohnt, wohnen",
    "dream of, träume, träumst, träumt, träumen",
    "dance, tanze, tanzt, tanzt, tanzen",
    "sit, sitze, sitzt, sitzt, sitzen",
    "kiss, küsse, küsst, küsst, küssen",
    "travel, reise, reist, reist, reisen",
    "cut, schneide, schneidest, schneidet, schneiden",
    "find, finde, findest, findet, finden",
    "invite, lade, lädst, lädt, laden",
    "help, helfe, hilfst, hilft, helfen",
    "meet, treffe, triffst, trifft, treffen",
    "take part in, nehme, nimmst, nimmt, nehmen",
    "forget, vergesse, vergisst, vergisst, vergessen",
    "smile, lächle, lächelst, lächelt, lächeln",
    "collect, sammle, sammelst, sammelt, sammeln",
    "hike, wandere, wanderst, wandert, wandern",
    "feed, füttere, fütterst, füttert, füttern",
    "have, habe, hast, hat, haben",
    "be, bin, bist, ist, sind",
    "become, werde, wirst, wird, werden",
    "shout, schreie, schreist, schreit, schreien"
  })
  void germanPresent(String verb, String ich, String du, String er, String wir) {
    GermanVerb german = LEXICON.verb(verb).conjugation();
    assertEquals(ich, GermanConjugation.present(german, Referent.I));
    assertEquals(du, GermanConjugation.present(german, Referent.YOU));
    assertEquals(er, GermanConjugation.present(german, Referent.SHE));
    assertEquals(wir, GermanConjugation.present(german, Referent.THEY));
  }

  @ParameterizedTest
  @CsvSource({
    "CAN, kann, kannst, können, konnte, konntest, konnten",
    "HAVE_TO, muss, musst, müssen, musste, musstest, mussten",
    "WANT_TO, will, willst, wollen, wollte, wolltest, wollten",
    "BE_ALLOWED_TO, darf, darfst, dürfen, durfte, durftest, durften"
  })
  void germanModals(
      Modal modal, String ich, String du, String wir, String past, String duPast, String wirPast) {
    GermanVerb german = modal.german();
    GermanVerb.Preterite preterite = (GermanVerb.Preterite) german.past();
    assertEquals(ich, GermanConjugation.present(german, Referent.I));
    assertEquals(ich, GermanConjugation.present(german, Referent.HE));
    assertEquals(du, GermanConjugation.present(german, Referent.YOU));
    assertEquals(wir, GermanConjugation.present(german, Referent.WE));
    assertEquals(past, GermanConjugation.preterite(preterite, Referent.I));
    assertEquals(duPast, GermanConjugation.preterite(preterite, Referent.YOU));
    assertEquals(wirPast, GermanConjugation.preterite(preterite, Referent.THEY));
  }

  @ParameterizedTest
  @CsvSource({
    "man, Mann, Mann, Mann, Mannes, Männer, Männern",
    "boy, Junge, Jungen, Jungen, Jungen, Jungen, Jungen",
    "student, Student, Studenten, Studenten, Studenten, Studenten, Studenten",
    "child, Kind, Kind, Kind, Kindes, Kinder, Kindern",
    "car, Auto, Auto, Auto, Autos, Autos, Autos",
    "bus, Bus, Bus, Bus, Busses, Busse, Bussen",
    "secret, Geheimnis, Geheimnis, Geheimnis, Geheimnisses, Geheimnisse, Geheimnissen",
    "teacher, Lehrerin, Lehrerin, Lehrerin, Lehrerin, Lehrerinnen, Lehrerinnen",
    "key, Schlüssel, Schlüssel, Schlüssel, Schlüssels, Schlüssel, Schlüsseln",
    "museum, Museum, Museum, Museum, Museums, Museen, Museen"
  })
  void germanNouns(
      String noun,
      String nominative,
      String accusative,
      String dative,
      String genitive,
      String plural,
      String dativePlural) {
    Noun entry = LEXICON.noun(noun);
    GrammaticalNumber one = GrammaticalNumber.SINGULAR;
    GrammaticalNumber many = GrammaticalNumber.PLURAL;
    assertEquals(nominative, GermanDeclension.noun(entry, Case.NOMINATIVE, one));
    assertEquals(accusative, GermanDeclension.noun(entry, Case.ACCUSATIVE, one));
    assertEquals(dative, GermanDeclension.noun(entry, Case.DATIVE, one));
    assertEquals(genitive, GermanDeclension.noun(entry, Case.GENITIVE, one));
    assertEquals(plural, GermanDeclension.noun(entry, Case.ACCUSATIVE, many));
    assertEquals(dativePlural, GermanDeclension.noun(entry, Case.DATIVE, many));
  }

  @ParameterizedTest
  @CsvSource({
    "table, der alte Tisch, den alten Tisch, dem alten Tisch, des alten Tisches",
    "lamp, die alte Lampe, die alte Lampe, der alten Lampe, der alten Lampe",
    "house, das alte Haus, das alte Haus, dem alten Haus, des alten Hauses"
  })
  void weakAdjectivesFollowDefiniteArticles(
      String noun, String nominative, String accusative, String dative, String genitive) {
    assertCases(Article.DEFINITE, noun, false, nominative, accusative, dative, genitive);
  }

  @ParameterizedTest
  @CsvSource({
    "table, mein alter Tisch, meinen alten Tisch, meinem alten Tisch, meines alten Tisches",
    "lamp, meine alte Lampe, meine alte Lampe, meiner alten Lampe, meiner alten Lampe",
    "house, mein altes Haus, mein altes Haus, meinem alten Haus, meines alten Hauses"
  })
  void mixedAdjectivesFollowPossessives(
      String noun, String nominative, String accusative, String dative, String genitive) {
    assertCases(new Possessive(Referent.I), noun, false, nominative, accusative, dative, genitive);
  }

  @ParameterizedTest
  @CsvSource({
    "table, drei alte Tische, drei alte Tische, drei alten Tischen, drei alter Tische",
    "lamp, drei alte Lampen, drei alte Lampen, drei alten Lampen, drei alter Lampen"
  })
  void strongAdjectivesFollowNumbers(
      String noun, String nominative, String accusative, String dative, String genitive) {
    assertCases(new Count(3), noun, true, nominative, accusative, dative, genitive);
  }

  private static void assertCases(
      Determiner determiner,
      String noun,
      boolean plural,
      String nominative,
      String accusative,
      String dative,
      String genitive) {
    NounPhrase phrase =
        Nominal.of(
                determiner,
                LEXICON.noun(noun),
                plural ? GrammaticalNumber.PLURAL : GrammaticalNumber.SINGULAR)
            .with(LEXICON.adjective("old"));
    assertEquals(nominative, GermanNounPhrase.of(phrase, Case.NOMINATIVE));
    assertEquals(accusative, GermanNounPhrase.of(phrase, Case.ACCUSATIVE));
    assertEquals(dative, GermanNounPhrase.of(phrase, Case.DATIVE));
    assertEquals(genitive, GermanNounPhrase.of(phrase, Case.GENITIVE));
  }

  @ParameterizedTest
  @CsvSource({
    "expensive, coat, ein teurer Mantel",
    "dark, bedroom, ein dunkles Schlafzimmer",
    "tired, woman, eine müde Frau",
    "big, garden, ein großer Garten"
  })
  void irregularStemsOfAdjectives(String adjective, String noun, String expected) {
    NounPhrase phrase =
        Nominal.of(Article.INDEFINITE, LEXICON.noun(noun), GrammaticalNumber.SINGULAR)
            .with(LEXICON.adjective(adjective));
    assertEquals(expected, GermanNounPhrase.of(phrase, Case.NOMINATIVE));
  }

  @ParameterizedTest
  @CsvSource({
    "NOMINATIVE, ich, du, er, sie, es, wir, sie",
    "ACCUSATIVE, mich, dich, ihn, sie, es, uns, sie",
    "DATIVE, mir, dir, ihm, ihr, ihm, uns, ihnen"
  })
  void germanPronouns(
      Case form,
      String ich,
      String du,
      String er,
      String sie,
      String es,
      String wir,
      String plural) {
    assertEquals(ich, GermanDeclension.pronoun(form, Referent.I));
    assertEquals(du, GermanDeclension.pronoun(form, Referent.YOU));
    assertEquals(er, GermanDeclension.pronoun(form, Referent.HE));
    assertEquals(sie, GermanDeclension.pronoun(form, Referent.SHE));
    assertEquals(es, GermanDeclension.pronoun(form, Referent.IT));
    assertEquals(wir, GermanDeclension.pronoun(form, Referent.WE));
    assertEquals(plural, GermanDeclension.pronoun(form, Referent.THEY));
  }

  @ParameterizedTest
  @CsvSource({
    "greet, greets, greeting, greeted",
    "carry, carries, carrying, carried",
    "play, plays, playing, played",
    "kiss, kisses, kissing, kissed",
    "watch, watches, watching, watched",
    "stop, stops, stopping, stopped",
    "travel, travels, travelling, travelled",
    "open, opens, opening, opened",
    "dance, dances, dancing, danced",
    "lie, lies, lying, lied",
    "snow, snows, snowing, snowed",
    "listen to, listens to, listening to, listened to"
  })
  void regularEnglishVerbs(String base, String third, String ing, String past) {
    assertEquals(third, EnglishMorphology.thirdPerson(base));
    assertEquals(ing, EnglishMorphology.ing(base));
    assertEquals(past, EnglishMorphology.past(base));
  }

  @ParameterizedTest
  @CsvSource({
    "apple, an apple",
    "car, a car",
    "umbrella, an umbrella",
    "hour, an hour",
    "university, a university",
    "old house, an old house"
  })
  void articleFollowsTheSound(String words, String expected) {
    assertEquals(expected, EnglishMorphology.withArticle(words));
  }

  @ParameterizedTest
  @CsvSource({
    "2, two, zwei",
    "12, twelve, zwölf",
    "17, seventeen, siebzehn",
    "21, twenty-one, einundzwanzig",
    "30, thirty, dreißig",
    "66, sixty-six, sechsundsechzig",
    "100, one hundred, hundert",
    "101, one hundred and one, hunderteins",
    "716, seven hundred and sixteen, siebenhundertsechzehn"
  })
  void numbers(int number, String english, String german) {
    assertEquals(english, NumberWords.english(number));
    assertEquals(german, NumberWords.german(number));
  }

  @ParameterizedTest
  @CsvSource({
    "3, 0, three o'clock, drei Uhr",
    "1, 0, one o'clock, ein Uhr",
    "3, 30, half past three, halb vier",
    "12, 30, half past twelve, halb eins",
    "5, 15, a quarter past five, Viertel nach fünf",
    "5, 45, a quarter to six, Viertel vor sechs",
    "12, 50, ten to one, zehn vor eins",
    "1, 5, five past one, fünf nach eins"
  })
  void clockTimes(int hour, int minute, String english, String german) {
    ClockTime time = new ClockTime(hour, minute);
    assertEquals(english, time.english());
    assertEquals(german, time.german());
  }
}
