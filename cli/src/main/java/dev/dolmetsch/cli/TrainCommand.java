package dev.dolmetsch.cli;

import dev.dolmetsch.data.ShellWords;
import dev.dolmetsch.training.TrainingResult;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dolmetsch train}: trains a model as a configuration file says. */
@Command(
    name = "train",
    description = {
      "Train a model as a configuration file says (docs/configuration.md has every key).",
      "Progress goes to standard error; the path of the best model is printed at the end. Ctrl-C"
          + " writes a checkpoint and says how to go on.",
    },
    footer = {
      "",
      "Examples:",
      "  dolmetsch train configs/multi30k.yaml --data corpora/multi30k",
      "  dolmetsch train my.yaml --set training.seed=7 --set model.heads=2 --run runs/b",
      "  dolmetsch train my.yaml --set training.seed=7 --run runs/b --resume",
    })
final class TrainCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "CONFIG", description = "The configuration, a YAML file.")
  private Path configFile;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Replace a value of the configuration; may be given several times.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The folder of the corpus files; replaces data.folder.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "Where checkpoints and logs go; default runs/ and the configuration's name.")
  private Optional<Path> run = Optional.empty();

  @Option(names = "--resume", description = "Go on from the run's last checkpoint, exactly.")
  private boolean resume;

  @Option(
      names = "--init-from",
      paramLabel = "MODEL",
      description = "Start a new run with the parameters and subwords of this model.")
  private Optional<Path> initFrom = Optional.empty();

  @Option(
      names = "--ignore-differences",
      description = "Resume although something differs that the trained bytes depend on.")
  private boolean ignoreDifferences;

  TrainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (resume && initFrom.isPresent()) {
      throw new ParameterException(spec.commandLine(), "give one of --resume and --init-from");
    }
    if (ignoreDifferences && !resume) {
      throw new ParameterException(spec.commandLine(), "--ignore-differences needs --resume");
    }
    TrainingConfig file = TrainingConfig.read(configFile, overrides);
    TrainingConfig config = data.map(file::withDataFolder).orElse(file);
    TrainingSession session = new TrainingSession(terminal, continuation());
    TrainingResult result =
        session.run(config, runDirectory(), resume, initFrom, ignoreDifferences);
    if (result.outcome() != TrainingResult.Outcome.INTERRUPTED) {
      try (Results results = Results.to(terminal)) {
        results.line(result.model().toString());
        results.complete();
      }
    }
    return Failures.OK;
  }

  private Path runDirectory() {
    String name = String.valueOf(configFile.getFileName()).replaceFirst("\\.ya?ml$", "");
    return run.orElseGet(() -> Path.of("runs", name));
  }

  /** The command line that resumes this run, quoted for a shell. */
  private String continuation() {
    List<String> words = new ArrayList<>(List.of("train", configFile.toString()));
    overrides.forEach(assignment -> words.addAll(List.of("--set", assignment)));
    data.ifPresent(folder -> words.addAll(List.of("--data", folder.toString())));
    run.ifPresent(folder -> words.addAll(List.of("--run", folder.toString())));
    if (ignoreDifferences) {
      words.add("--ignore-differences"); // The last checkpoint may still be from before.
    }
    words.add("--resume");
    return ShellWords.join(words);
  }
}
