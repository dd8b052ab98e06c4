package dev.dolmetsch.cli;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.decode.Quantization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dolmetsch quantize}: adds int8 weights to a model's directory. */
@Command(
    name = "quantize",
    description = {
      "Quantise a model to int8, for translating with --precision int8.",
      "Quantised are the products of all linear layers, encoder and decoder: attention's projections,"
          + " feed-forward layers and the output layer, with a scale for each row of a weight and one"
          + " for each layer's input. Attention itself, norms and embeddings stay as they are.",
      "The weights are added to the model's directory as model.int8.safetensors; the float32 ones"
          + " stay and can be used as before.",
    },
    footer = {
      "",
      "Example:",
      "  dolmetsch quantize --model runs/x --calibration val.en",
      "  dolmetsch translate --model runs/x --precision int8 --input test2016.en",
    })
final class QuantizeCommand implements Callable<Integer> {
  /** Sentences after which the largest inputs hardly grow any more. */
  private static final int SENTENCES = 500;

  private final Terminal terminal;

  @Mixin private ModelPathOption model;

  @Option(
      names = "--calibration",
      required = true,
      paramLabel = "FILE",
      description =
          "Source sentences like those to be translated, one per line, plain or gzip: the validation"
              + " set, say. The first "
              + SENTENCES
              + " that are not blank are translated to learn how large the inputs of the layers are.")
  private Path calibration;

  QuantizeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<String> sentences = new ArrayList<>();
    try (Lines lines = Lines.of(calibration, terminal)) {
      for (Optional<String> line = lines.next();
          line.isPresent() && sentences.size() < SENTENCES;
          line = lines.next()) {
        if (!line.get().isBlank()) {
          sentences.add(line.get());
        }
      }
    }
    if (sentences.isEmpty()) {
      throw new DolmetschException(
          calibration
              + ": has no sentences to calibrate with; give source sentences, one per line");
    }
    int weights = Quantization.quantize(model.path(), sentences);
    terminal.say(
        "quantised %d weights of %s, calibrated with %d sentences; translate with --precision int8",
        weights, model.path(), sentences.size());
    return Failures.OK;
  }
}
