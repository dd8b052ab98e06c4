package dev.dolmetsch.cli;

import dev.dolmetsch.training.BenchmarkOptions;
import dev.dolmetsch.training.BenchmarkReport;
import dev.dolmetsch.training.TrainingBenchmark;
import dev.dolmetsch.training.config.CorpusKind;
import dev.dolmetsch.training.config.TrainingConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dolmetsch benchmark train}: how many target tokens a second a configuration trains on. */
@Command(
    name = "train",
    description = {
      "Make updates as `train` does, without validation and checkpoints, and report target tokens"
          + " per second, the time of each phase, memory and kernels. Nothing is kept.",
      "The last line printed is for programs: RESULT train NAME target_tokens_per_second=… and"
          + " further pairs. docs/benchmarks.md tells how to compare with PyTorch.",
    },
    footer = {
      "",
      "Examples:",
      "  dolmetsch benchmark train --config configs/benchmark-small.yaml \\",
      "      --data corpora/multi30k",
      "  dolmetsch benchmark train --config configs/benchmark-tiny.yaml \\",
      "      --data corpora/multi30k --updates 5000 --explain-plan",
    })
final class BenchmarkTrainCommand implements Callable<Integer> {
  private static final BenchmarkOptions DEFAULTS = BenchmarkOptions.defaults();

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "CONFIG",
      description = "The configuration, a YAML file; benchmark-small.yaml is reported as small.")
  private Path configFile;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The folder of the corpus files; needed unless data.corpus is bundled or the"
              + " configuration names data.folder.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--updates",
      paramLabel = "N",
      description =
          "Updates to measure, in windows of 10; default 60. Ten more follow, timed kernel by kernel.")
  private int updates = DEFAULTS.updates();

  @Option(
      names = "--warmup",
      paramLabel = "N",
      description = "Updates before them that are not measured; default 20.")
  private int warmup = DEFAULTS.warmup();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Replace a value of the configuration; may be given several times.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--explain-plan",
      description =
          "Also print each step of a worker's plan: op, kernel, size of what it reads and writes,"
              + " microseconds, share, shapes.")
  private boolean explainPlan;

  BenchmarkTrainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    BenchmarkOptions options = options();
    TrainingConfig config = config();
    ProgressDisplay display = new ProgressDisplay(terminal);
    BenchmarkReport report;
    try {
      report = TrainingBenchmark.run(config, options, display);
    } finally {
      display.close();
    }
    try (Results results = Results.to(terminal)) {
      report.summary().forEach(results::line);
      results.line("");
      if (explainPlan) {
        report.plan().forEach(results::line);
        results.line("");
      }
      results.line(report.resultLine(name()));
      results.complete();
    }
    return Failures.OK;
  }

  private BenchmarkOptions options() {
    try {
      return new BenchmarkOptions(updates, warmup);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
    }
  }

  private TrainingConfig config() {
    TrainingConfig file = TrainingConfig.read(configFile, overrides);
    Path unnamed = TrainingConfig.defaults().data().folder();
    if (data.isEmpty()
        && file.data().corpus() == CorpusKind.FILES
        && file.data().folder().equals(unnamed)) {
      throw new ParameterException(
          spec.commandLine(), "give the folder of the corpus files with --data");
    }
    return data.map(file::withDataFolder).orElse(file);
  }

  /** {@code small} for {@code configs/benchmark-small.yaml}. */
  private String name() {
    return String.valueOf(configFile.getFileName())
        .replaceFirst("^benchmark-", "")
        .replaceFirst("\\.ya?ml$", "");
  }
}
