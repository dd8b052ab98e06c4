package dev.dolmetsch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The evaluate verb on a model whose translations are nonsense. */
class EvaluateModelTest {
  @TempDir static Path folder;

  private static CommandLineRun onValidationSet(String... options) {
    return CommandLineRun.of(
        Stream.concat(
                Stream.of(
                    "evaluate",
                    "--model",
                    TinyRun.PATH,
                    "--test-set",
                    TinyRun.PATH + "/corpus/val"),
                Stream.of(options))
            .toArray(String[]::new));
  }

  @Test
  void evaluatingAModelIsScoringItsTranslations() throws IOException {
    String source = TinyRun.PATH + "/corpus/val.en";
    String reference = TinyRun.PATH + "/corpus/val.de";
    CommandLineRun model = onValidationSet("--json");
    assertEquals(0, model.exitCode(), model.err());
    Path output = folder.resolve("validation.out");
    TinyRun.translate("", "--input", source, "--output", output.toString());
    CommandLineRun file =
        CommandLineRun.of(
            "evaluate", "--hypothesis", output.toString(), "--reference", reference, "--json");
    JsonNode scores = new ObjectMapper().readTree(model.out());
    assertEquals(new ObjectMapper().readTree(file.out()).get("chrf"), scores.get("chrf"));
    assertTrue(scores.get("sentences_per_second").asDouble() > 0);
    assertEquals(0, onValidationSet("--precision", "float32").exitCode());
  }

  @Test
  void aReferenceOfAnotherLengthIsRefusedBeforeTranslating() throws IOException {
    Path reference = Files.writeString(folder.resolve("short.de"), "Ja.\n");
    CommandLineRun evaluation =
        CommandLineRun.of(
            "evaluate",
            "--model",
            TinyRun.PATH,
            "--source",
            TinyRun.PATH + "/corpus/val.en",
            "--reference",
            reference.toString());
    assertEquals(1, evaluation.exitCode());
    assertTrue(evaluation.err().contains("short.de has 1"), evaluation.err());
  }

  @Test
  void aLayerThatTheModelLacksIsRefusedByItsOption() {
    CommandLineRun evaluation =
        onValidationSet("--coverage-penalty", "1", "--alignment-layer", "9");
    assertEquals(2, evaluation.exitCode());
    assertTrue(evaluation.err().contains("--alignment-layer must be in 0–1"), evaluation.err());
  }
}
