package dev.dolmetsch.model.checkpoint;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a model comes from: {@code provenance.json}.
 *
 * @param direction {@code en-de} or {@code de-en}
 * @param update updates that were made
 * @param seed the training's seed
 * @param corpora SHA-256 of each corpus file, by its role ({@code train.english}, …)
 * @param counts how much was trained on: {@code train_pairs}
 * @param dependencies everything besides configuration and corpora that the model's bytes depend
 *     on: shards, kernels, precision, versions of Dolmetsch and of libraries
 * @param versions what else was running: Java, the operating system; and the number of processors
 * @param metrics measured values, {@code bleu}, {@code loss}, …; not finite ones are allowed
 * @param averagedFrom the checkpoints that the parameters are the mean of, or none
 */
@JsonPropertyOrder({
  "direction",
  "update",
  "seed",
  "corpora",
  "counts",
  "dependencies",
  "versions",
  "metrics",
  "averaged_from"
})
@JsonIgnoreProperties(ignoreUnknown = true)
public record Provenance(
    @JsonProperty("direction") String direction,
    @JsonProperty("update") long update,
    @JsonProperty("seed") long seed,
    @JsonProperty("corpora") Map<String, String> corpora,
    @JsonProperty("counts") Map<String, Long> counts,
    @JsonProperty("dependencies") Map<String, String> dependencies,
    @JsonProperty("versions") Map<String, String> versions,
    @JsonProperty("metrics") Map<String, Double> metrics,
    @JsonProperty("averaged_from") List<String> averagedFrom) {

  /** Keeps the maps' order; absent parts of a file are empty. */
  public Provenance {
    if (direction == null) {
      throw new IllegalArgumentException("direction is missing");
    }
    corpora = ordered(corpora);
    counts = ordered(counts);
    dependencies = ordered(dependencies);
    versions = ordered(versions);
    metrics = ordered(metrics);
    averagedFrom = averagedFrom == null ? List.of() : List.copyOf(averagedFrom);
  }

  /** The same provenance with other metrics. */
  public Provenance withMetrics(Map<String, Double> values) {
    return new Provenance(
        direction, update, seed, corpora, counts, dependencies, versions, values, averagedFrom);
  }

  /** The same provenance of a model that is the mean of these checkpoints, not measured yet. */
  Provenance ofAverage(List<String> checkpoints) {
    return new Provenance(
        direction, update, seed, corpora, counts, dependencies, versions, Map.of(), checkpoints);
  }

  private static <V> Map<String, V> ordered(@Nullable Map<String, V> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
