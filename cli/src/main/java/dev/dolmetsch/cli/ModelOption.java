package dev.dolmetsch.cli;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.decode.Translator;
import dev.dolmetsch.model.engine.choice.KernelChoice;
import dev.dolmetsch.model.engine.choice.KernelKind;
import dev.dolmetsch.model.engine.choice.Precision;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The model that a verb translates with, and how. */
final class ModelOption {
  @Mixin private ModelPathOption model;

  @Option(
      names = "--precision",
      paramLabel = "PRECISION",
      description =
          "Of matrix products: float32, bf16, int8 (of linear layers, once dolmetsch quantize has"
              + " prepared the model), or auto, which is bf16 where the processor multiplies it"
              + " itself; default auto.")
  private Precision precision = Precision.AUTO;

  /** What was given. */
  Path path() {
    return model.path();
  }

  /**
   * The kernels to translate with.
   *
   * @throws DolmetschException if this machine cannot compute in that precision
   */
  KernelChoice kernels() {
    try {
      return KernelChoice.of(KernelKind.AUTO, precision);
    } catch (DolmetschException e) {
      // The choice knows the keys of a training's configuration only.
      String message = String.valueOf(e.getMessage()).replace("training.precision", "--precision");
      throw new DolmetschException(message, e);
    }
  }

  /** Loads the model; the caller closes it. */
  Translator load() {
    return Translator.load(model.path(), Runtime.getRuntime().availableProcessors(), kernels());
  }
}
