package dev.dolmetsch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateFileTest {
  @TempDir Path folder;
  private String hypothesis;
  private String reference;

  @BeforeEach
  void writeFiles() throws IOException {
    hypothesis = file("hyp", "the cat sat on the mat\n");
    reference = file("ref", "The cat sat on a mat\n");
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private CommandLineRun evaluate(String... more) {
    String[] start = {"evaluate", "--hypothesis", hypothesis, "--reference", reference};
    String[] all = java.util.Arrays.copyOf(start, start.length + more.length);
    System.arraycopy(more, 0, all, start.length, more.length);
    return CommandLineRun.of(all);
  }

  private static JsonNode json(CommandLineRun run) throws IOException {
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(1, run.out().lines().count());
    return new ObjectMapper().readTree(run.out());
  }

  @Test
  void jsonHasFullDoublesAndTheCountsBehindThem() throws IOException {
    // Cased: 4 of 6 words, 2 of 5 pairs, 1 of 4 triples, none of 3 quadruples (smoothed: 1/2).
    double expected =
        100
            * Math.exp(
                (Math.log(4 / 6.) + Math.log(2 / 5.) + Math.log(1 / 4.) + Math.log(1 / 6.)) / 4);
    JsonNode bleu = json(evaluate("--json")).get("bleu");
    assertEquals(expected, bleu.get("score").asDouble(), 1e-12);
    assertEquals("[4.0,2.0,1.0,0.0]", bleu.get("counts").toString());
    assertEquals(6, bleu.get("sys_len").asInt());
  }

  @Test
  void optionsOfTheSearchAreRefusedWhereNothingIsSearchedFor() {
    CommandLineRun run = evaluate("--beam-size", "2");
    assertEquals(2, run.exitCode());
    assertTrue(
        run.err().contains("leave --precision and the options of the search out"), run.err());
  }

  @Test
  void theOptionsChooseTheVariantAndTheSignatureTellsIt() throws IOException {
    JsonNode scores =
        json(
            evaluate(
                "--json",
                "--lowercase",
                "--tokenize",
                "char",
                "--smooth",
                "floor",
                "--smooth-value",
                "0.5",
                "--chrf-word-order",
                "2"));
    String signature = scores.get("bleu").get("signature").asText();
    assertTrue(signature.contains("case:lc"), signature);
    assertTrue(signature.contains("tok:char"), signature);
    assertTrue(signature.contains("smooth:floor[0.50]"), signature);
    assertEquals("chrF2++", scores.get("chrf").get("name").asText());
  }

  @Test
  void peopleGetALineForEachMetric() {
    CommandLineRun run = evaluate();
    assertTrue(run.out().startsWith("BLEU|nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|"));
    assertEquals(2, run.out().lines().count(), run.out());
    assertFalse(run.out().contains("sentences/s"), "nothing was translated");
    assertEquals("", run.err());
  }

  @Test
  void aByteOrderMarkIsWarnedOf() throws IOException {
    file("ref", "\uFEFFThe cat sat on a mat\n");
    CommandLineRun run = evaluate();
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(
        "dolmetsch: "
            + reference
            + ": warning: begins with a byte-order mark, which counts as text, as in sacreBLEU\n",
        run.err());
  }

  @Test
  void severalReferencesCount() throws IOException {
    String second = file("ref2", "the cat sat on the mat\n");
    assertEquals(
        100,
        json(evaluate("--json", "--reference", second)).get("bleu").get("score").asDouble(),
        1e-9);
  }

  @Test
  void differentNumbersOfLinesAreRefusedWithBothNames() throws IOException {
    file("ref", "one\ntwo\n");
    CommandLineRun run = evaluate();
    assertEquals(1, run.exitCode());
    assertEquals(
        "dolmetsch: "
            + hypothesis
            + " has 1 lines, but "
            + reference
            + " has 2; they must have one line for each sentence\n",
        run.err());
  }

  @Test
  void wrongOptionsOfBleuAreNamed() {
    CommandLineRun tokenizer = evaluate("--tokenize", "zh");
    assertEquals(2, tokenizer.exitCode());
    assertTrue(tokenizer.err().contains("--tokenize must be one of 13a"), tokenizer.err());
    CommandLineRun smoothing = evaluate("--smooth", "much");
    assertEquals(2, smoothing.exitCode());
    assertTrue(smoothing.err().contains("--smooth must be one of none"), smoothing.err());
    CommandLineRun value = evaluate("--smooth", "floor", "--smooth-value", "-1");
    assertEquals(2, value.exitCode());
    assertTrue(value.err().contains("--smooth-value of floor must be in"), value.err());
  }

  @Test
  void anEmptyFileIsNamed() throws IOException {
    String empty = file("empty.de", "");
    CommandLineRun run =
        CommandLineRun.of("evaluate", "--hypothesis", empty, "--reference", reference);
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("empty.de: is empty"), run.err());
  }
}
