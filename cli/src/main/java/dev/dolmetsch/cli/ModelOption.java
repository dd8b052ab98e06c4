package dev.dolmetsch.cli;

import dev.dolmetsch.model.decode.Translator;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The model that a verb works with. */
final class ModelOption {
  @Option(
      names = {"-m", "--model"},
      required = true,
      paramLabel = "DIR",
      description = "A model directory, or a run directory, whose best model is taken.")
  private Path model;

  /** Loads the model; the caller closes it. */
  Translator load() {
    return Translator.load(model);
  }
}
