package dev.dolmetsch.data.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.data.DolmetschException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LexiconTest {
  private static final String NOUN = "dog\t-\tHund\tm\tHunde\tes\tanimal\n";

  @Test
  void hasAtLeastFourHundredLemmasOfEachLanguage() {
    List<Lexeme> lexemes = Lexicon.bundled().lexemes();
    assertTrue(lexemes.stream().map(Lexeme::english).distinct().count() >= 400);
    assertTrue(lexemes.stream().map(Lexeme::german).distinct().count() >= 400);
  }

  @Test
  void nounsOfOneEnglishLemmaAreOneNoun() {
    List<Noun> nouns = Lexicon.bundled().nouns(noun -> true);
    assertEquals(
        nouns.size(), nouns.stream().map(Noun::english).collect(Collectors.toSet()).size());
  }

  @Test
  void readsPluralsThatFollowTheRule() {
    Noun dog = LexiconReader.nouns("nouns.tsv", "# comment\n" + NOUN).get(0);
    assertEquals("dogs", dog.englishPlural().orElseThrow());
    assertEquals(Gender.MASCULINE, dog.gender());
  }

  @Test
  void readsSeparableAndReflexiveVerbs() {
    String line =
        "watch\t-\tsich_dat an|sehen\tsieht\that angesehen\tacc\tperson\twatched\tliked\n";
    GermanVerb verb = LexiconReader.verbs("verbs.tsv", line).get(0).conjugation();
    assertEquals("an", verb.prefix());
    assertEquals("sehen", verb.infinitive());
    assertEquals(GermanVerb.Reflexive.DATIVE, verb.reflexive());
    assertEquals("anzusehen", verb.zuInfinitive());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dog\t-\tHund\tm\tHunde\tes",
        "dog\t-\tHund\tx\tHunde\tes\tanimal",
        "dog\t=\tHund\tm\tHunde\tes\tanimal",
        "dog\t\tHund\tm\tHunde\tes\tanimal"
      })
  void refusesMalformedNounsWithFileAndLine(String line) {
    DolmetschException refused =
        assertThrows(DolmetschException.class, () -> LexiconReader.nouns("nouns.tsv", NOUN + line));
    assertTrue(refused.getMessage().contains("nouns.tsv:2"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "go\twent\tgeh\t-\tist gegangen\tnone\tperson\t-\t-",
        "go\twent\tgehen\t-\twar gegangen\tnone\tperson\t-\t-",
        "go\twent\tgehen\t-\tist gegangen\tnowhere\tperson\t-\t-",
        "go\twent\tgehen\t-\tist gegangen\tauf+gen\tperson\t-\t-",
        "go\twent\tgehen\t-\tist gegangen\tnone\tperson\t-\tbrisk"
      })
  void refusesMalformedVerbsWithFileAndLine(String line) {
    DolmetschException refused =
        assertThrows(DolmetschException.class, () -> LexiconReader.verbs("verbs.tsv", line));
    assertTrue(refused.getMessage().contains("verbs.tsv:1"), refused.getMessage());
  }

  @Test
  void refusesReferencesToNothing() {
    Adjective lost =
        LexiconReader.adjectives("adjectives.tsv", "old\talt\t-\t-\t-\tunicorn").get(0);
    List<Noun> nouns = LexiconReader.nouns("nouns.tsv", NOUN);
    DolmetschException refused =
        assertThrows(
            DolmetschException.class,
            () -> new Lexicon(nouns, List.of(), List.of(), List.of(lost), List.of(), List.of()));
    assertTrue(refused.getMessage().contains("unicorn"), refused.getMessage());
  }

  @Test
  void refusesTheSameEntryTwice() {
    List<Noun> nouns = LexiconReader.nouns("nouns.tsv", NOUN + NOUN);
    assertThrows(
        DolmetschException.class,
        () -> new Lexicon(nouns, List.of(), List.of(), List.of(), List.of(), List.of()));
  }
}
