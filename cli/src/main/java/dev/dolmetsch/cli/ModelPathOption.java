package dev.dolmetsch.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a model is. */
final class ModelPathOption {
  @Option(
      names = {"-m", "--model"},
      required = true,
      paramLabel = "DIR",
      description = "A model directory, or a run directory, whose best model is taken.")
  private Path model;

  /** What was given. */
  Path path() {
    return model;
  }
}
