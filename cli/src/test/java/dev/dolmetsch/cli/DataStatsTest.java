package dev.dolmetsch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
