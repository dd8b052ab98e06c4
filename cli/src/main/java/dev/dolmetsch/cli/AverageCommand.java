package dev.dolmetsch.cli;

import dev.dolmetsch.model.checkpoint.CheckpointAverage;
import dev.dolmetsch.model.checkpoint.ModelDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dolmetsch average}: one model whose parameters are the mean of several checkpoints'. */
@Command(
    name = "average",
    description = "Average the parameters of several checkpoints of one run into a new model.",
    footer = {
      "",
      "Example:",
      "  dolmetsch average --output averaged runs/x/checkpoints/update-2{000,200,400}",
    })
final class AverageCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "The new model directory; must not exist yet.")
  private Path output;

  @Parameters(
      arity = "1..*",
      paramLabel = "CHECKPOINT",
      description = "Model directories of one architecture and vocabulary.")
  private List<Path> checkpoints = List.of();

  AverageCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    ModelDirectory.write(output, CheckpointAverage.of(checkpoints));
    int count = checkpoints.size();
    terminal.say(
        "wrote the average of %d checkpoint%s to %s", count, count == 1 ? "" : "s", output);
    return Failures.OK;
  }
}
