package dev.dolmetsch.training;

import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.decode.benchmark.ResultLine;
import dev.dolmetsch.model.engine.PlanProfile;
import dev.dolmetsch.training.config.OptimizationConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** A {@link BenchmarkReport} as text. */
final class BenchmarkTables {
  private static final int WIDEST_NAME = 36;
  private static final long KIB = 1 << 10;
  private static final long MIB = 1 << 20;

  private BenchmarkTables() {}

  static List<String> summary(BenchmarkReport report) {
    List<String> lines = new ArrayList<>(setup(report));
    lines.add("");
    lines.addAll(speed(report));
    lines.add("");
    lines.addAll(phases(report));
    lines.add("");
    lines.addAll(plans(report.plans()));
    lines.addAll(memory(report.memory()));
    return lines;
  }

  private static List<String> setup(BenchmarkReport report) {
    BenchmarkReport.Setup setup = report.setup();
    OptimizationConfig training = report.config().training();
    TransformerConfig model = report.config().model();
    return List.of(
        text(
            "model: %d+%d layers, D %d, %d heads, F %d, %,d parameters, %,d pieces",
            model.encoderLayers(),
            model.decoderLayers(),
            model.modelWidth(),
            model.heads(),
            model.feedForwardWidth(),
            setup.parameters(),
            setup.pieces()),
        text("kernels: %s (training.precision %s)", setup.kernels(), precision(training)),
        text("workers: %d shards on %d threads", training.shards(), setup.threads()),
        text(
            "updates: %,d measured, after %,d to warm up; batches of at most %,d tokens",
            report.options().updates(), report.options().warmup(), training.tokensPerBatch()));
  }

  private static List<String> speed(BenchmarkReport report) {
    List<Double> windows =
        report.windows().stream()
            .map(BenchmarkReport.Window::targetTokensPerSecond)
            .sorted()
            .toList();
    return List.of(
        text("target tokens/s: %,.0f", report.targetTokensPerSecond()),
        text(
            "  median of windows: %d, from %,.0f to %,.0f",
            windows.size(), windows.get(0), windows.get(windows.size() - 1)));
  }

  private static List<String> phases(BenchmarkReport report) {
    BenchmarkReport.Phases phases = report.phases();
    return List.of(
        "milliseconds of an update (medians)",
        text("  data       %9.2f", phases.data()),
        text("  forward    %9.2f", phases.forward()),
        text("  backward   %9.2f", phases.backward()),
        text("  sum        %9.2f", phases.sum()),
        text("  optimizer  %9.2f", phases.optimizer()),
        text("  update     %9.2f", phases.update()),
        text("products: %.1f %% of the threads' time", 100 * report.productShare()));
  }

  private static List<String> plans(BenchmarkReport.Plans plans) {
    return List.of(
        text(
            "plans: %,d compiled, %,d of them in measured updates",
            plans.compiled(), plans.compiledWhileMeasured()),
        "  one took " + times(plans.passed()),
        "  computing alone, without waiting for a core: " + times(plans.computing()));
  }

  private static String times(BenchmarkReport.CompileTimes times) {
    return text(
        "%.1f ms (median), more than %d ms %,d times, at most %.1f ms",
        times.median(), BenchmarkReport.CompileTimes.SLOW, times.slow(), times.max());
  }

  private static List<String> memory(BenchmarkReport.Memory memory) {
    if (memory.peakBytes().isEmpty()) {
      return List.of("resident memory: this system has no /proc/self/status to read it from");
    }
    List<String> lines = new ArrayList<>();
    for (BenchmarkReport.Memory.Sample sample : memory.samples()) {
      lines.add(
          text(
              "resident memory after %,7d measured update%s %,7d MiB",
              sample.updates(), sample.updates() == 1 ? ": " : "s:", sample.bytes() / MIB));
    }
    lines.add(text("peak resident memory: %,d MiB", memory.peakBytes().getAsLong() / MIB));
    return lines;
  }

  static List<String> plan(BenchmarkReport report) {
    List<PlanProfile.Line> steps = report.profile();
    double updates = report.profiledUpdates();
    double total = steps.stream().mapToLong(PlanProfile.Line::nanoseconds).sum();
    List<String> lines = new ArrayList<>();
    lines.add(
        text(
            "plans of the first of %d workers in %d further updates: %d steps, means; bytes and shapes"
                + " are those of the last that has the step",
            report.config().training().shards(), report.profiledUpdates(), steps.size()));
    int operationWidth = width(steps.stream().map(PlanProfile.Line::operation).toList(), "op");
    int kernelWidth = width(steps.stream().map(PlanProfile.Line::kernel).toList(), "kernel");
    String heading = "%4s  %-" + operationWidth + "s  %-" + kernelWidth + "s  %10s  %9s  %5s  %s";
    lines.add(text(heading, "", "op", "kernel", "bytes", "µs", "%", "shapes"));
    String row = "%4d  %-" + operationWidth + "s  %-" + kernelWidth + "s  %10s  %9.1f  %5.1f  %s";
    for (int i = 0; i < steps.size(); i++) {
      PlanProfile.Line step = steps.get(i);
      lines.add(
          text(
              row,
              i + 1,
              shortened(step.operation()),
              shortened(step.kernel()),
              size(step.bytes()),
              step.nanoseconds() / 1e3 / updates,
              100 * step.nanoseconds() / total,
              step.shapes()));
    }
    lines.add("");
    lines.addAll(kinds(steps, updates, total, kernelWidth));
    return lines;
  }

  /** Kernels that have the same name, the slowest kind first. */
  private static List<String> kinds(
      List<PlanProfile.Line> steps, double updates, double total, int kernelWidth) {
    Map<String, List<PlanProfile.Line>> kinds =
        steps.stream()
            .collect(
                Collectors.groupingBy(
                    PlanProfile.Line::kernel, LinkedHashMap::new, Collectors.toList()));
    Map<String, Long> nanoseconds = new LinkedHashMap<>();
    kinds.forEach(
        (kernel, lines) ->
            nanoseconds.put(kernel, lines.stream().mapToLong(PlanProfile.Line::nanoseconds).sum()));
    String row = "%-" + kernelWidth + "s  %5s  %9s  %5s";
    List<String> lines = new ArrayList<>();
    lines.add(text(row, "kernel", "steps", "µs", "%"));
    nanoseconds.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(
            kind ->
                lines.add(
                    text(
                        row,
                        shortened(kind.getKey()),
                        kinds.getOrDefault(kind.getKey(), List.of()).size(),
                        text("%.1f", kind.getValue() / 1e3 / updates),
                        text("%.1f", 100 * kind.getValue() / total))));
    lines.add(
        text(row, "all", steps.size(), text("%.1f", total / 1e3 / updates), text("%.1f", 100.0)));
    return lines;
  }

  static String resultLine(BenchmarkReport report, String name) {
    BenchmarkReport.Phases phases = report.phases();
    OptimizationConfig training = report.config().training();
    Map<String, String> pairs = new LinkedHashMap<>();
    pairs.put("target_tokens_per_second", text("%.0f", report.targetTokensPerSecond()));
    pairs.put("ms_per_update", text("%.2f", phases.update()));
    pairs.put("data_ms", text("%.2f", phases.data()));
    pairs.put("forward_ms", text("%.2f", phases.forward()));
    pairs.put("backward_ms", text("%.2f", phases.backward()));
    pairs.put("sum_ms", text("%.2f", phases.sum()));
    pairs.put("optimizer_ms", text("%.2f", phases.optimizer()));
    pairs.put("product_share", text("%.3f", report.productShare()));
    pairs.put("peak_rss_mib", mebibytes(report.memory().peakBytes()));
    pairs.put("plans", Integer.toString(report.plans().compiled()));
    pairs.put("max_compile_ms", text("%.1f", report.plans().passed().max()));
    pairs.put("kernels", report.setup().kernels());
    pairs.put("precision", precision(training));
    pairs.put("shards", Integer.toString(training.shards()));
    pairs.put("threads", Integer.toString(report.setup().threads()));
    pairs.put("updates", Integer.toString(report.options().updates()));
    return ResultLine.of("train", name, pairs);
  }

  private static String mebibytes(OptionalLong bytes) {
    return bytes.isPresent() ? Long.toString(bytes.getAsLong() / MIB) : "unknown";
  }

  private static String precision(OptimizationConfig training) {
    return training.precision().name().toLowerCase(Locale.ROOT);
  }

  private static int width(List<String> names, String heading) {
    int widest = names.stream().mapToInt(String::length).max().orElse(0);
    return Math.max(heading.length(), Math.min(WIDEST_NAME, widest));
  }

  /** Names begin and end with what tells them apart, so the middle goes. */
  private static String shortened(String name) {
    if (name.length() <= WIDEST_NAME) {
      return name;
    }
    int half = (WIDEST_NAME - 1) / 2;
    return name.substring(0, WIDEST_NAME - 1 - half) + "…" + name.substring(name.length() - half);
  }

  private static String size(long bytes) {
    return bytes < MIB
        ? text("%.1f KiB", (double) bytes / KIB)
        : text("%.1f MiB", (double) bytes / MIB);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
