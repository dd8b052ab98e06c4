package dev.dolmetsch.cli;

import dev.dolmetsch.model.decode.benchmark.TranslationBenchmark;
import dev.dolmetsch.model.decode.benchmark.TranslationReport;
import dev.dolmetsch.model.engine.choice.KernelChoice;
import dev.dolmetsch.training.ProcessMemory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dolmetsch benchmark translate}: how fast a model translates. */
@Command(
    name = "translate",
    description = {
      "Translate a file's sentences, all at once and one at a time, and report sentences per second,"
          + " latencies, the time of each phase and memory. No translation is printed.",
      "The last line printed is for programs: RESULT translate NAME sentences_per_second=… and"
          + " further pairs.",
    },
    footer = {
      "",
      "Example:",
      "  dolmetsch benchmark translate --model runs/multi30k --input test2016.en",
    })
final class BenchmarkTranslateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Mixin private ModelOption model = new ModelOption();

  @Mixin private SearchOptions search = new SearchOptions();

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description = "Sentences, one per line, plain or gzip.")
  private Path input;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Threads for all sentences at once; default: one per core.")
  private int workers = Runtime.getRuntime().availableProcessors();

  BenchmarkTranslateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (workers < 1) {
      throw new ParameterException(
          spec.commandLine(), "--workers must be at least 1, but is " + workers);
    }
    KernelChoice kernels = model.kernels(terminal);
    TranslationReport report =
        new TranslationBenchmark(
                model.path(),
                sentences(),
                workers,
                kernels,
                (defaults, architecture) -> search.completedBy(defaults, architecture, 1, false),
                ProcessMemory::peakResident)
            .run();
    try (Results results = Results.to(terminal)) {
      report.summary().forEach(results::line);
      results.line("");
      results.line(report.resultLine(name(), model.precision()));
      results.complete();
    }
    return Failures.OK;
  }

  private List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    try (Lines lines = Lines.of(input, terminal)) {
      for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
        sentences.add(line.get());
      }
    }
    return sentences;
  }

  /** The last part of the model's path. */
  private String name() {
    return String.valueOf(model.path().toAbsolutePath().normalize().getFileName());
  }
}
