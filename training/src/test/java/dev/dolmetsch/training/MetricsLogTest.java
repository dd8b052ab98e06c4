package dev.dolmetsch.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {
  @TempDir Path run;

  private static TrainingProgress progress(long update) {
    return new TrainingProgress(update, 100, 1, 2.5, 0.7, 0.001, 900, Duration.ofSeconds(5));
  }

  private List<Long> updates() throws IOException {
    List<Long> updates = new ArrayList<>();
    for (String line : Files.readString(run.resolve("metrics.jsonl")).split("\n", -1)) {
      if (!line.isEmpty()) {
        updates.add(new ObjectMapper().readTree(line).path("update").asLong());
      }
    }
    return updates;
  }

  @Test
  void reportIsOneJsonObjectALine() throws IOException {
    MetricsLog log = new MetricsLog(run, 0);
    log.add(progress(10), 12.5);
    log.add(new ValidationResult(10, 2, 7.4, Double.NaN, Double.NaN, true), 13);
    String[] lines = Files.readString(run.resolve("metrics.jsonl")).split("\n", -1);

    assertEquals(3, lines.length);
    assertEquals("", lines[2]);
    JsonNode report = new ObjectMapper().readTree(lines[0]);
    assertEquals(10, report.path("update").asInt());
    assertEquals(2, report.path("epoch").asInt(), "one is completed, so this is the second");
    assertEquals(2.5, report.path("loss").asDouble());
    assertEquals(0.7, report.path("gradient_norm").asDouble());
    assertEquals(0.001, report.path("learning_rate").asDouble());
    assertEquals(900, report.path("target_tokens_per_second").asDouble());
    assertEquals(12.5, report.path("seconds").asDouble());
    JsonNode validation = new ObjectMapper().readTree(lines[1]);
    assertEquals("{\"loss\":2.0,\"perplexity\":7.4}", validation.path("validation").toString());
    assertTrue(validation.path("best").asBoolean());
  }

  @Test
  void resumingDropsWhatCameLaterAndWhatAKillCutShort() throws IOException {
    MetricsLog log = new MetricsLog(run, 0);
    for (long update : new long[] {10, 20, 30, 40}) {
      log.add(progress(update), 1);
    }
    Files.write(
        run.resolve("metrics.jsonl"),
        new byte[] {'{', '"', 'u', (byte) 0xff, 0},
        StandardOpenOption.APPEND);
    MetricsLog resumed = new MetricsLog(run, 30);
    assertEquals(List.of(10L, 20L, 30L), updates());
    resumed.add(progress(40), 2);
    assertEquals(List.of(10L, 20L, 30L, 40L), updates());
  }

  @Test
  void testSetIsFiledOnceHoweverOftenAFinishedRunIsResumed() throws IOException {
    new MetricsLog(run, 40).addTest(40, 31.25, 52.5);
    new MetricsLog(run, 40).addTest(40, 31.25, 52.5);
    new MetricsLog(run, 50).addTest(50, 32, 53);

    assertEquals(List.of(40L, 50L), updates());
  }

  @Test
  void validationThatIsMadeAgainReplacesTheOneBefore() throws IOException {
    new MetricsLog(run, 0).add(new ValidationResult(10, 2, 7.4, 31, 52, true), 13);
    MetricsLog resumed = new MetricsLog(run, 10);
    resumed.add(new ValidationResult(10, 2, 7.4, 31, 52, true), 14);
    resumed.add(new ValidationResult(20, 2, 7.4, 31, 52, false), 15);

    assertEquals(List.of(10L, 20L), updates());
    assertTrue(Files.readString(run.resolve("metrics.jsonl")).contains("14.0"));
  }

  @Test
  void newRunStartsAnEmptyLog() throws IOException {
    new MetricsLog(run, 0).add(progress(10), 1);
    new MetricsLog(run, 0);

    assertEquals(List.of(), updates());
  }

  @Test
  void pageIsRenewedWithEachValidation() throws IOException {
    MetricsLog log = new MetricsLog(run, 0);
    log.add(progress(10), 1);
    log.add(new ValidationResult(10, 2, 7.4, 31, 52, true), 13);

    assertTrue(Files.readString(run.resolve("training.html")).contains("BLEU"));
  }
}
