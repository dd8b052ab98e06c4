package dev.dolmetsch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataStatsTest {
  @TempDir Path folder;

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void theReportCountsWhatEachFilterLeavesOut() throws IOException {
    String english = file("x.en", "a dog\n\nsame\na dog\n");
    String german = file("x.de", "ein Hund\nleer\nsame\nein Hund\n");
    CommandLineRun run = CommandLineRun.of("data", "stats", english, german, "--json");
    assertEquals(0, run.exitCode(), run.err());
    JsonNode report = new ObjectMapper().readTree(run.out());
    assertEquals(4, report.get("pairsRead").asInt());
    assertEquals(1, report.get("pairsKept").asInt());
    assertEquals(1, report.get("dropped").get("blankSide").asInt());
    assertEquals(1, report.get("dropped").get("identicalSides").asInt());
    assertEquals(1, report.get("dropped").get("duplicate").asInt());
  }

  @Test
  void withSubwordsTheLimitsAreTrainings() throws IOException {
    String english = file("x.en", "a dog\n".repeat(50));
    String german = file("x.de", "ein Hund\n".repeat(50));
    String model = folder.resolve("x.model").toString();
    CommandLineRun made =
        CommandLineRun.of("subword", "train", "--output", model, "--size", "24", english, german);
    assertEquals(0, made.exitCode(), made.err());

    JsonNode words = filters(english, german);
    assertEquals(250, words.get("maxTokens").asInt());
    assertEquals(5, words.get("maxLengthRatio").asDouble());
    JsonNode pieces = filters(english, german, "--subwords", model);
    assertEquals(256, pieces.get("maxTokens").asInt());
    assertEquals(4, pieces.get("maxLengthRatio").asDouble());
    assertEquals(
        9,
        filters(english, german, "--subwords", model, "--max-tokens", "9")
            .get("maxTokens")
            .asInt());
  }

  @Test
  void limitsOfNoFilterAreRefused() throws IOException {
    String english = file("x.en", "a dog\n");
    String german = file("x.de", "ein Hund\n");
    CommandLineRun run =
        CommandLineRun.of("data", "stats", english, german, "--no-filters", "--max-tokens", "-3");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("--no-filters leaves out nothing"), run.err());
  }

  private static JsonNode filters(String english, String german, String... options)
      throws IOException {
    List<String> words = new ArrayList<>(List.of("data", "stats", english, german, "--json"));
    words.addAll(List.of(options));
    CommandLineRun run = CommandLineRun.of(words.toArray(String[]::new));
    assertEquals(0, run.exitCode(), run.err());
    return new ObjectMapper().readTree(run.out()).get("filters");
  }

  @Test
  void peopleGetATable() throws IOException {
    CommandLineRun run = CommandLineRun.of("data", "stats", file("x.tsv", "a dog\tein Hund\n"));
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("pairs kept"), run.out());
    assertEquals("", run.err());
  }

  @Test
  void filesOfDifferentLengthAreRefusedInOneLine() throws IOException {
    String english = file("x.en", "a dog\n");
    String german = file("x.de", "ein Hund\nzwei\n");
    CommandLineRun run = CommandLineRun.of("data", "stats", english, german);
    assertEquals(1, run.exitCode());
    assertEquals("", run.out());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains("x.en") && run.err().contains("x.de"), run.err());
  }

  @Test
  void aMissingFileIsNamed() {
    CommandLineRun run = CommandLineRun.of("data", "stats", "nowhere.en", "nowhere.de");
    assertEquals(1, run.exitCode());
    assertTrue(run.err().startsWith("dolmetsch: nowhere.en: "), run.err());
  }
}
