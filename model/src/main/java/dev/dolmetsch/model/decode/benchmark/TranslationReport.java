package dev.dolmetsch.model.decode.benchmark;

import dev.dolmetsch.model.decode.SearchProfile;
import dev.dolmetsch.model.engine.choice.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a {@link TranslationBenchmark} has measured.
 *
 * <p>Immutable, but for the profile.
 */
public final class TranslationReport {
  private final int sentences;
  private final long targetTokens;
  private final int workers;
  private final String kernels;
  private final double startUpSeconds;
  private final List<Double> sortedSeconds;
  private final OptionalLong residentBytes;
  private final Latencies latencies;
  private final SearchProfile profile;

  TranslationReport(
      int sentences,
      long targetTokens,
      int workers,
      String kernels,
      double startUpSeconds,
      List<Double> sortedSeconds,
      OptionalLong residentBytes,
      Latencies latencies,
      SearchProfile profile) {
    this.sentences = sentences;
    this.targetTokens = targetTokens;
    this.workers = workers;
    this.kernels = kernels;
    this.startUpSeconds = startUpSeconds;
    this.sortedSeconds = List.copyOf(sortedSeconds);
    this.residentBytes = residentBytes;
    this.latencies = latencies;
    this.profile = profile;
  }

  /** Sentences that were translated per second, in the median run. */
  public double sentencesPerSecond() {
    return sentences / median();
  }

  /** Pieces, with {@code </s>}, that were produced per second, in the median run. */
  public double tokensPerSecond() {
    return targetTokens / median();
  }

  private double median() {
    return sortedSeconds.get(sortedSeconds.size() / 2);
  }

  /** For people. */
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(text("kernels: %s, %d worker%s", kernels, workers, workers == 1 ? "" : "s"));
    lines.add(text("loaded, and the first sentence translated, after %.2f s", startUpSeconds));
    lines.add("");
    lines.add(
        text(
            "all %d sentences at once: %.0f sentences/s, %.0f target tokens/s (median of %d; %.2f"
                + " to %.2f s)",
            sentences,
            sentencesPerSecond(),
            tokensPerSecond(),
            sortedSeconds.size(),
            sortedSeconds.get(0),
            sortedSeconds.get(sortedSeconds.size() - 1)));
    residentBytes.ifPresent(
        bytes ->
            lines.add(
                text("resident memory of the process till then: at most %d MiB", bytes >> 20)));
    lines.add("");
    lines.add(
        text(
            "one at a time, one thread: mean %.1f ms, p50 %.1f, p95 %.1f, p99 %.1f",
            latencies.mean(),
            latencies.quantile(0.5),
            latencies.quantile(0.95),
            latencies.quantile(0.99)));
    lines.addAll(latencies.histogram());
    lines.add("");
    lines.add(
        text(
            "where the time goes, one worker, %d steps of %.0f rows on average:",
            profile.steps(), (double) profile.rows() / Math.max(1, profile.steps())));
    lines.addAll(Phases.table(profile));
    return lines;
  }

  /**
   * For programs, on one line.
   *
   * @param name of the model
   * @param precision that was asked for
   */
  public String resultLine(String name, Precision precision) {
    Map<String, String> pairs = new LinkedHashMap<>();
    pairs.put("sentences_per_second", text("%.1f", sentencesPerSecond()));
    pairs.put("target_tokens_per_second", text("%.0f", tokensPerSecond()));
    pairs.put("ms_per_sentence", text("%.2f", latencies.mean()));
    pairs.put("p50_ms", text("%.2f", latencies.quantile(0.5)));
    pairs.put("p95_ms", text("%.2f", latencies.quantile(0.95)));
    pairs.put("p99_ms", text("%.2f", latencies.quantile(0.99)));
    pairs.put("start_up_s", text("%.2f", startUpSeconds));
    pairs.put("workers", Integer.toString(workers));
    pairs.put("kernels", kernels);
    pairs.put("precision", precision.name());
    residentBytes.ifPresent(bytes -> pairs.put("peak_rss_mib", Long.toString(bytes >> 20)));
    return ResultLine.of("translate", name, pairs);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
