package dev.dolmetsch.cli;

import dev.dolmetsch.model.decode.Translator;
import dev.dolmetsch.model.engine.choice.KernelChoice;
import dev.dolmetsch.model.engine.choice.Precision;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;

/** The model that a verb translates with, and how. */
final class ModelOption {
  @Mixin private ModelPathOption model;
  @Mixin private PrecisionOption precision;

  /** What was given. */
  Path path() {
    return model.path();
  }

  /** The precision that was asked for. */
  Precision precision() {
    return precision.precision();
  }

  /** The kernels to translate with; says why they are slow, if they are. */
  KernelChoice kernels(Terminal terminal) {
    return precision.kernels(terminal);
  }

  /** Loads the model; the caller closes it. */
  Translator load(Terminal terminal) {
    return precision.load(model.path(), terminal);
  }
}
