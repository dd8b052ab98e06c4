package dev.dolmetsch.cli;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.decode.Translator;
import dev.dolmetsch.model.engine.choice.KernelChoice;
import dev.dolmetsch.model.engine.choice.KernelKind;
import dev.dolmetsch.model.engine.choice.Precision;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a model is translated with. */
final class PrecisionOption {
  @Option(
      names = "--precision",
      paramLabel = "PRECISION",
      description =
          "Of matrix products: float32, bf16, int8 (of linear layers, once dolmetsch quantize has"
              + " prepared the model), or auto, which is bf16 where the processor multiplies it"
              + " itself; default auto.")
  private Optional<Precision> precision = Optional.empty();

  /** Whether it was given. */
  boolean given() {
    return precision.isPresent();
  }

  /** What was given, or the default. */
  Precision precision() {
    return precision.orElse(Precision.AUTO);
  }

  /**
   * The kernels to translate with; says why they are slow, if they are.
   *
   * @throws DolmetschException if this machine cannot compute in that precision
   */
  KernelChoice kernels(Terminal terminal) {
    try {
      KernelChoice choice = KernelChoice.of(KernelKind.AUTO, precision());
      choice.note().ifPresent(note -> terminal.say("warning: %s", note));
      return choice;
    } catch (DolmetschException e) {
      // The choice knows the keys of a training's configuration only.
      String message = String.valueOf(e.getMessage()).replace("training.precision", "--precision");
      throw new DolmetschException(message, e);
    }
  }

  /** Loads a model, to be translated with by all cores; the caller closes it. */
  Translator load(Path model, Terminal terminal) {
    int workers = Runtime.getRuntime().availableProcessors();
    return Translator.load(model, workers, kernels(terminal));
  }
}
