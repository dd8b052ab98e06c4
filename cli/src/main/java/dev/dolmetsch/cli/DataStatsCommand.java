package dev.dolmetsch.cli;

import dev.dolmetsch.data.TemporaryFolder;
import dev.dolmetsch.data.corpus.CorpusFiles;
import dev.dolmetsch.data.corpus.CorpusFilters;
import dev.dolmetsch.data.corpus.CorpusReport;
import dev.dolmetsch.data.corpus.CorpusStatistics;
import dev.dolmetsch.data.subword.SubwordModel;
import dev.dolmetsch.training.config.FilterConfig;
import dev.dolmetsch.training.config.TrainingConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dolmetsch data stats}: what a corpus holds and what the filters would leave out. */
@Command(
    name = "stats",
    description = {
      "Count a parallel corpus: pairs, words, lengths, and what each filter leaves out.",
      "Training filters by subword pieces: what it leaves out, --subwords shows, with its default"
          + " limits unless others are given. Without, words are counted, with limits of their own.",
    },
    footer = {
      "",
      "Examples:",
      "  dolmetsch data stats train.en train.de",
      "  dolmetsch data stats pairs.tsv.gz --max-tokens 100 --subwords runs/x",
    })
final class DataStatsCommand implements Callable<Integer> {
  private static final CorpusFilters DEFAULTS = CorpusFilters.defaults();
  private static final FilterConfig TRAINING = TrainingConfig.defaults().data().filters();

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..2",
      paramLabel = "FILE",
      description =
          "The English file and the German file, or one file with English, a tab and German on"
              + " each line; plain or gzip.")
  private List<Path> files = List.of();

  @Option(
      names = "--subwords",
      paramLabel = "MODEL",
      description =
          "Count subword tokens, by this .model file or model directory, instead of words.")
  private Optional<Path> subwords = Optional.empty();

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description =
          "Leave out pairs with a longer side; 0 for any length; default 250 words, or 256 pieces"
              + " with --subwords.")
  private Optional<Integer> maxTokens = Optional.empty();

  @Option(
      names = "--max-length-ratio",
      paramLabel = "R",
      description =
          "Leave out pairs of more different lengths; 0 for any; default 5, or 4 with --subwords.")
  private Optional<Double> maxLengthRatio = Optional.empty();

  @Option(names = "--no-filters", description = "Leave out nothing.")
  private boolean noFilters;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  DataStatsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (files.size() > 2) {
      throw new ParameterException(
          spec.commandLine(), "one or two files make a corpus, but " + files.size() + " are named");
    }
    CorpusFiles corpus =
        files.size() == 2
            ? CorpusFiles.of(files.get(0), files.get(1))
            : CorpusFiles.of(files.get(0));
    CorpusReport report = report(corpus, filters());
    try (Results results = Results.to(terminal)) {
      results.text(json ? JsonText.of(report) : report.table());
      results.complete();
    }
    return Failures.OK;
  }

  private CorpusFilters filters() {
    if (noFilters) {
      if (maxTokens.isPresent() || maxLengthRatio.isPresent()) {
        throw new ParameterException(
            spec.commandLine(),
            "--no-filters leaves out nothing, whatever --max-tokens and --max-length-ratio are; give"
                + " one or the other");
      }
      return CorpusFilters.none();
    }
    try {
      return new CorpusFilters(
          DEFAULTS.dropBlank(),
          maxTokens.orElse(subwords.isEmpty() ? DEFAULTS.maxTokens() : TRAINING.maxTokens()),
          maxLengthRatio.orElse(
              subwords.isEmpty() ? DEFAULTS.maxLengthRatio() : TRAINING.maxLengthRatio()),
          DEFAULTS.dropIdentical(),
          DEFAULTS.dropDuplicates());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), OptionNames.of(e), e);
    }
  }

  private CorpusReport report(CorpusFiles corpus, CorpusFilters filters) {
    try (TemporaryFolder workFolder = new TemporaryFolder("dolmetsch-stats")) {
      if (subwords.isEmpty()) {
        return CorpusStatistics.of(corpus, filters, workFolder.path());
      }
      try (SubwordModel model = SubwordFiles.load(subwords.get())) {
        return CorpusStatistics.of(corpus, filters, model::encode, workFolder.path());
      }
    }
  }
}
