package dev.dolmetsch.data.subword;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class NmtNfkcRulesTest {
  private static final SortedMap<String, String> RULES = NmtNfkcRules.build();

  @Test
  void theCompiledMapIsTheOneOfTheReferenceModel() throws IOException {
    ModelFile reference =
        ModelFileReader.read(Files.readAllBytes(SharedFiles.oracle("bpe8000.model")));
    assertArrayEquals(
        reference.normalizer().characterMap().toBytes(), NmtNfkcRules.compiled().toBytes());
  }

  @Test
  void compatibilityFormsBecomePlain() {
    assertEquals("fi", RULES.get("\uFB01"), "ligature");
    assertEquals("A", RULES.get("\uFF21"), "full width");
    assertEquals("1\u20442", RULES.get("\u00BD"), "one half");
    assertEquals(" ", RULES.get("\u00A0"), "no-break space");
  }

  @Test
  void aLetterAndItsAccentAreComposed() {
    assertEquals("\u00FC", RULES.get("u\u0308"));
    assertEquals("\u1EA4", RULES.get("A\u0302\u0301"));
  }

  @Test
  void sequencesThatShorterRulesHandleHaveNoRule() {
    assertFalse(RULES.containsKey("\uFF41\u0323\u0302\u0301"));
  }

  @Test
  void controlCharactersVanishAndInvisibleOnesAreSpaces() {
    assertEquals("", RULES.get("\u0007"));
    assertEquals(" ", RULES.get("\t"));
    assertEquals(" ", RULES.get("\u200B"));
    assertFalse(RULES.containsKey("\u200D"), "the joiner of emoji stays");
    assertFalse(RULES.containsKey("\uFF5E"), "the full-width tilde stays");
  }
}
