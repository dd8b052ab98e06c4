package dev.dolmetsch.cli;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.training.metric.Bleu;
import dev.dolmetsch.training.metric.Chrf;
import dev.dolmetsch.training.metric.SegmentFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dolmetsch evaluate}: BLEU and chrF of a model, or of translations that exist already. */
@Command(
    name = "evaluate",
    description = "Measure BLEU and chrF of a model on a test set, or of a file of translations.",
    footer = {
      "",
      "Examples:",
      "  dolmetsch evaluate --model runs/multi30k --source test.en --reference test.de",
      "  dolmetsch evaluate --hypothesis out.de --reference a.de --reference b.de --json",
    })
final class EvaluateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Option(
      names = "--hypothesis",
      paramLabel = "FILE",
      description = "Translations to score, one a line, instead of --model and --source.")
  private Optional<Path> hypothesis = Optional.empty();

  @Option(
      names = "--reference",
      required = true,
      paramLabel = "FILE",
      description = "What people wrote, one a line; several with several options.")
  private List<Path> references = List.of();

  @Mixin private MetricOptions metrics;

  @Option(names = "--json", description = "Print one JSON object with every digit.")
  private boolean json;

  EvaluateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Bleu bleu = metrics.bleu();
    Chrf chrf = metrics.chrf();
    Path file =
        hypothesis.orElseThrow(
            () -> new ParameterException(spec.commandLine(), "give translations: --hypothesis"));
    List<String> hypotheses = SegmentFile.read(file);
    List<List<String>> texts = references.stream().map(SegmentFile::read).toList();
    for (int i = 0; i < texts.size(); i++) {
      requireSameLength(file, hypotheses, references.get(i), texts.get(i));
    }
    Evaluation evaluation =
        new Evaluation(
            bleu.corpus(hypotheses, texts),
            chrf.corpus(hypotheses, texts),
            hypotheses.size(),
            Optional.empty());
    try (Results results = Results.to(terminal)) {
      results.text(json ? evaluation.json() : evaluation.text());
      results.complete();
    }
    return Failures.OK;
  }

  private static void requireSameLength(
      Path first, List<String> firstLines, Path second, List<String> secondLines) {
    if (firstLines.size() != secondLines.size()) {
      throw new DolmetschException(
          first
              + " has "
              + firstLines.size()
              + " lines, but "
              + second
              + " has "
              + secondLines.size()
              + "; they must have one line for each sentence");
    }
  }
}
