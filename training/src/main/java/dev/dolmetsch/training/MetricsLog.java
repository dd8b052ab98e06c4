package dev.dolmetsch.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.FileProblems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code metrics.jsonl}: a line for each report of progress and each validation, in the order of
 * updates, and {@code training.html} with their curves.
 */
final class MetricsLog {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final Path file;
  private final Path page;
  private final List<JsonNode> entries = new ArrayList<>();

  /**
   * Opens the log of a run.
   *
   * @param upTo entries of later updates are dropped: a run that resumes there makes them again
   */
  MetricsLog(Path runDirectory, long upTo) {
    this.file = runDirectory.resolve("metrics.jsonl");
    this.page = runDirectory.resolve("training.html");
    try {
      if (Files.exists(file)) {
        // Decoded leniently: a machine that lost power may leave anything at the end.
        for (String line :
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n", -1)) {
          keep(line, upTo);
        }
      }
      writeEntries();
    } catch (IOException e) {
      throw notWritten(e);
    }
  }

  private void writeEntries() throws IOException {
    StringBuilder all = new StringBuilder();
    entries.forEach(entry -> all.append(entry).append('\n'));
    replace(file, all.toString());
  }

  /** Replaces a file in one step. */
  private static void replace(Path target, String text) throws IOException {
    Path renewed = target.resolveSibling(target.getFileName() + ".new");
    Files.writeString(renewed, text, StandardCharsets.UTF_8);
    Files.move(
        renewed, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** A line that a kill cut short is dropped like one of a later update. */
  private void keep(String line, long upTo) {
    try {
      JsonNode entry = JSON.readTree(line);
      if (entry != null && entry.path("update").asLong(Long.MAX_VALUE) <= upTo) {
        entries.add(entry);
      }
    } catch (IOException brokenLine) {
      return;
    }
  }

  void add(TrainingProgress progress, double seconds) {
    ObjectNode entry = JSON.createObjectNode();
    entry.put("update", progress.update());
    entry.put("epoch", progress.epoch() + 1); // As people count, and the console.
    entry.put("loss", progress.loss());
    entry.put("gradient_norm", progress.gradientNorm());
    entry.put("learning_rate", progress.learningRate());
    entry.put("target_tokens_per_second", progress.targetTokensPerSecond());
    entry.put("seconds", seconds);
    append(entry);
  }

  /** Files a validation; one of the same update, which was not saved before a kill, goes. */
  void add(ValidationResult result, double seconds) {
    if (entries.removeIf(
        entry -> entry.has("validation") && entry.path("update").asLong() == result.update())) {
      try {
        writeEntries();
      } catch (IOException e) {
        throw notWritten(e);
      }
    }
    ObjectNode entry = JSON.createObjectNode();
    entry.put("update", result.update());
    ObjectNode values = entry.putObject("validation");
    result.metrics().forEach((name, value) -> put(values, name, value));
    entry.put("best", result.best());
    entry.put("seconds", seconds);
    append(entry);
    writePage();
  }

  /** JSON has no infinite numbers. */
  private static void put(ObjectNode values, String name, double value) {
    if (Double.isFinite(value)) {
      values.put(name, value);
    } else {
      values.putNull(name);
    }
  }

  /** Files figures of the test set. */
  void addTest(long update, double bleu, double chrf) {
    ObjectNode entry = JSON.createObjectNode();
    entry.put("update", update);
    ObjectNode values = entry.putObject("test");
    values.put("bleu", bleu);
    values.put("chrf", chrf);
    String line = entry.toString();
    // It is there already where a finished run was resumed.
    if (entries.stream().noneMatch(old -> old.toString().equals(line))) {
      append(entry);
    }
  }

  /** Writes {@code training.html} anew. */
  void writePage() {
    try {
      replace(page, TrainingCurves.page(entries));
    } catch (IOException e) {
      throw notWritten(e);
    }
  }

  private void append(ObjectNode entry) {
    entries.add(entry);
    try {
      Files.writeString(
          file,
          entry + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw notWritten(e);
    }
  }

  private DolmetschException notWritten(IOException e) {
    return new DolmetschException(
        file
            + ": cannot be written ("
            + FileProblems.reason(e)
            + "); free some space and go on with --resume",
        e);
  }
}
