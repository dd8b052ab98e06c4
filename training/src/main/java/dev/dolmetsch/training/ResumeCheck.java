package dev.dolmetsch.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.training.config.ScheduleKind;
import dev.dolmetsch.training.config.TrainingConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Refuses to resume a run with something changed that its bytes depend on. */
final class ResumeCheck {
  /** Keys that may change: they say when to stop, report, keep and search, or where files lie. */
  private static final List<String> FREE =
      List.of(
          "training.shards", // These three are compared as what they came to.
          "training.kernels",
          "training.precision",
          "training.max_epochs",
          "training.log_every",
          "training.checkpoint_every",
          "training.keep_best",
          "training.keep_last",
          "training.average_best",
          "validation.",
          "decoding.",
          "subword.", // The checkpoint's own subword model is used.
          "data.folder",
          "data.train.", // Corpora are compared by their content.
          "data.validation.",
          "data.test");

  private ResumeCheck() {}

  /** Names of what differs, each with both values. */
  static List<String> differences(
      TrainingConfig saved,
      TrainingConfig now,
      Map<String, String> savedDependencies,
      Map<String, String> dependencies) {
    List<String> differences = new ArrayList<>();
    Map<String, String> before = flat(saved);
    Map<String, String> after = flat(now);
    boolean horizonMatters =
        now.training().schedule() == ScheduleKind.LINEAR
            || now.training().schedule() == ScheduleKind.COSINE;
    before.keySet().removeIf(key -> isFree(key, horizonMatters));
    after.keySet().removeIf(key -> isFree(key, horizonMatters));
    compare(before, after, differences);
    compare(savedDependencies, dependencies, differences);
    return differences;
  }

  /**
   * Throws if the model computes something else than the saved one, or translates the other way:
   * nothing can be ignored then, and checkpoints of before and after could not be averaged.
   */
  static void requireSameModel(TrainingConfig saved, TrainingConfig now, List<String> differences) {
    if (!saved.model().withoutDropout().equals(now.model().withoutDropout())
        || saved.data().direction() != now.data().direction()) {
      throw new DolmetschException(
          "cannot resume: "
              + String.join(", ", differences)
              + ", which makes another model; undo that, or start a new run in another folder with"
              + " --run");
    }
  }

  /** Throws unless nothing differs or differences are to be ignored. */
  static void require(List<String> differences, boolean ignore, TrainingListener listener) {
    if (differences.isEmpty()) {
      return;
    }
    String list = String.join(", ", differences);
    if (!ignore) {
      throw new DolmetschException(
          "cannot resume exactly: "
              + list
              + "; undo that, go on with other results (train --resume --ignore-differences), or start"
              + " anew in another folder with --run");
    }
    listener.message("resuming although something differs: " + list);
  }

  private static void compare(
      Map<String, String> before, Map<String, String> after, List<String> differences) {
    Map<String, String> all = new TreeMap<>(before);
    all.putAll(after);
    for (String key : all.keySet()) {
      String old = before.getOrDefault(key, "none");
      String current = after.getOrDefault(key, "none");
      if (!old.equals(current)) {
        differences.add(key + " was " + shortened(old) + ", is " + shortened(current));
      }
    }
  }

  /** The beginning of a SHA-256 tells enough. */
  private static String shortened(String value) {
    return value.matches("[0-9a-f]{64}") ? value.substring(0, 12) + "…" : value;
  }

  private static boolean isFree(String key, boolean horizonMatters) {
    if (key.equals("training.max_updates")) {
      return !horizonMatters;
    }
    return FREE.stream().anyMatch(key::startsWith);
  }

  private static Map<String, String> flat(TrainingConfig config) {
    try {
      Map<String, String> values = new TreeMap<>();
      flatten("", new YAMLMapper().readTree(config.toYaml()), values);
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> values) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              entry ->
                  flatten(
                      prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey(),
                      entry.getValue(),
                      values));
    } else {
      values.put(prefix, node.asText());
    }
  }
}
