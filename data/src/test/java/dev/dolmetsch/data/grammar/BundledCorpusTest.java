package dev.dolmetsch.data.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.data.corpus.SentencePair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundledCorpusTest {
  private static BundledCorpus corpus;
  private static List<SentencePair> all;

  @BeforeAll
  static void generate() {
    corpus = BundledCorpus.generate();
    all = new ArrayList<>(corpus.train());
    all.addAll(corpus.validation());
    all.addAll(corpus.test());
  }

  @Test
  void hasMoreThanThirtyThousandPairs() {
    assertEquals(36_000, all.size());
    assertEquals(500, corpus.validation().size());
    assertEquals(1_000, corpus.test().size());
  }

  @Test
  void noSentenceComesTwiceInEitherLanguage() {
    // So each English sentence has one German sentence, and the parts share none.
    Set<String> english = new HashSet<>();
    Set<String> german = new HashSet<>();
    for (SentencePair pair : all) {
      assertTrue(english.add(pair.english()), pair::english);
      assertTrue(german.add(pair.german()), pair::german);
    }
  }

  @Test
  void isTheSameForTheSameSeedAndSize() {
    BundledCorpus again = BundledCorpus.generate(7, 2_000);
    BundledCorpus first = BundledCorpus.generate(7, 2_000);
    assertEquals(first.train(), again.train());
    assertEquals(first.test(), again.test());
    assertNotEquals(first.train(), BundledCorpus.generate(8, 2_000).train());
  }

  @Test
  void sentencesAreModerate() {
    for (SentencePair pair : all) {
      for (String side : List.of(pair.english(), pair.german())) {
        int words = side.split(" ", -1).length;
        assertTrue(words >= 2 && words <= 14, side);
      }
    }
  }

  @Test
  void sentencesAreWellFormed() {
    for (SentencePair pair : all) {
      for (String side : List.of(pair.english(), pair.german())) {
        assertTrue(Character.isUpperCase(side.charAt(0)), side);
        assertTrue(side.endsWith(".") || side.endsWith("?"), side);
        assertFalse(side.contains("  ") || side.contains(" ,") || side.contains(",,"), side);
      }
      assertEquals(pair.english().endsWith("?"), pair.german().endsWith("?"), pair.german());
    }
  }

  @Test
  void germanPutsACommaBeforeSubordinateClauses() {
    for (SentencePair pair : all) {
      String german = pair.german();
      for (String conjunction : List.of("weil", "dass", "obwohl", "ob", "aber")) {
        int at = german.indexOf(" " + conjunction + " ");
        assertTrue(at < 0 || german.charAt(at - 1) == ',', german);
      }
    }
  }

  @Test
  void everyWordIsUsedOftenEnoughToBeLearnt() {
    Map<String, Integer> sentencesWith = sentencesWithEachGermanWord();
    for (Lexeme lexeme : Lexicon.bundled().lexemes()) {
      int uses =
          forms(lexeme).stream()
              .mapToInt(form -> sentencesWith.getOrDefault(form.toLowerCase(Locale.ROOT), 0))
              .sum();
      assertTrue(uses >= 40, lexeme.german() + " is used only " + uses + " times");
    }
  }

  private static Map<String, Integer> sentencesWithEachGermanWord() {
    Map<String, Integer> counts = new TreeMap<>();
    for (SentencePair pair : corpus.train()) {
      String words = pair.german().toLowerCase(Locale.ROOT);
      Set.copyOf(Arrays.asList(words.split("[ .,?]+", -1)))
          .forEach(word -> counts.merge(word, 1, Integer::sum));
    }
    return counts;
  }

  /** The German forms of a word; of an adverbial of several words, the last one. */
  private static Set<String> forms(Lexeme lexeme) {
    Set<String> forms = new HashSet<>();
    if (lexeme instanceof Noun noun) {
      for (Case form : Case.values()) {
        forms.add(GermanDeclension.noun(noun, form, GrammaticalNumber.SINGULAR));
        if (noun.isCounted()) {
          forms.add(GermanDeclension.noun(noun, form, GrammaticalNumber.PLURAL));
        }
      }
    } else if (lexeme instanceof Verb verb) {
      GermanVerb german = verb.conjugation();
      for (Referent subject : List.of(Referent.I, Referent.YOU, Referent.HE, Referent.WE)) {
        forms.add(GermanConjugation.present(german, subject));
      }
      forms.add(german.fullInfinitive());
      if (german.past() instanceof GermanVerb.Perfect perfect) {
        forms.add(perfect.participle());
      }
    } else if (lexeme instanceof Adjective adjective) {
      forms.add(adjective.german());
      String stem = adjective.stem().orElse(adjective.german());
      String bare = stem.endsWith("e") ? stem.substring(0, stem.length() - 1) : stem;
      List.of("e", "en", "er", "es", "em").forEach(ending -> forms.add(bare + ending));
    } else {
      forms.add(lexeme.german().substring(lexeme.german().lastIndexOf(' ') + 1));
    }
    return forms;
  }

  @Test
  void writesSixFilesWithOneSentenceALine(@TempDir Path folder) throws IOException {
    BundledCorpus small = BundledCorpus.generate(3, 200);
    small.write(folder.resolve("new"));
    String german =
        Files.readString(folder.resolve("new").resolve("test.de"), StandardCharsets.UTF_8);
    assertEquals(
        String.join("\n", small.test().stream().map(SentencePair::german).toList()) + "\n", german);
    assertEquals(180, Files.readAllLines(folder.resolve("new").resolve("train.en")).size());
    assertEquals(10, Files.readAllLines(folder.resolve("new").resolve("val.de")).size());
  }

  @Test
  void refusesSizesOutOfRange() {
    assertThrows(IllegalArgumentException.class, () -> BundledCorpus.generate(1, 99));
    assertThrows(IllegalArgumentException.class, () -> BundledCorpus.generate(1, 200_001));
  }
}
