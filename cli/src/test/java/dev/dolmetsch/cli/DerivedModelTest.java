package dev.dolmetsch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dolmetsch.model.engine.onednn.OneDnn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verbs that make another model of a model, or ask it something. */
class DerivedModelTest {
  @TempDir static Path folder;

  @Test
  void checkpointsAreAveragedIntoAModelThatTranslates() {
    String average = folder.resolve("average").toString();
    CommandLineRun averaging =
        CommandLineRun.of(
            "average",
            "--output",
            average,
            TinyRun.PATH + "/checkpoints/update-2",
            TinyRun.PATH + "/checkpoints/update-4");
    assertEquals(0, averaging.exitCode(), averaging.err());
    CommandLineRun translation =
        CommandLineRun.withInput("Yes.\n", "translate", "--model", average);
    assertEquals(1, translation.out().lines().count(), translation.err());
  }

  @Test
  void aModelIsQuantisedOnceItIsAskedFor() throws IOException {
    assumeTrue(OneDnn.hasInt8(), "no int8 here");
    String model = folder.resolve("quantised").toString();
    CommandLineRun.of("average", "--output", model, TinyRun.PATH + "/checkpoints/update-4");
    String[] translate = {"translate", "--model", model, "--precision", "int8"};
    CommandLineRun early = CommandLineRun.withInput("Yes.\n", translate);
    assertEquals(1, early.exitCode());
    assertEquals(
        "dolmetsch: "
            + model
            + ": was not quantised; run dolmetsch quantize --model "
            + model
            + " first",
        early.err().strip());

    Path sentences = Files.writeString(folder.resolve("calibration.txt"), "\n\n");
    String[] quantize = {"quantize", "--model", model, "--calibration", sentences.toString()};
    CommandLineRun empty = CommandLineRun.of(quantize);
    assertEquals(1, empty.exitCode());
    assertTrue(empty.err().contains("has no sentences to calibrate with"), empty.err());
    Files.writeString(sentences, "Yes.\nThe dog sleeps.\n");
    CommandLineRun quantizing = CommandLineRun.of(quantize);
    assertEquals(0, quantizing.exitCode(), quantizing.err());

    CommandLineRun int8 = CommandLineRun.withInput("Yes.\n", translate);
    assertEquals(0, int8.exitCode(), int8.err());
    assertEquals(1, int8.out().lines().count(), int8.err());
    CommandLineRun exact =
        CommandLineRun.withInput("Yes.\n", "translate", "--model", model, "--precision", "float32");
    assertEquals(0, exact.exitCode(), exact.err());
    assertEquals(2, CommandLineRun.of("quantize", "--model", model).exitCode());
  }

  @Test
  void aSentenceIsSimilarToItself() throws IOException {
    CommandLineRun similarity =
        CommandLineRun.of("similarity", "--model", TinyRun.PATH, "--json", "The dog.", "The dog.");
    assertEquals(0, similarity.exitCode(), similarity.err());
    JsonNode values = new ObjectMapper().readTree(similarity.out());
    assertEquals(1, values.get("cosine").asDouble(), 1e-9);
  }
}
