package dev.dolmetsch.model.decode;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.checkpoint.LoadedModel;
import dev.dolmetsch.model.engine.Int8Weights;
import dev.dolmetsch.model.engine.onednn.InputRanges;
import dev.dolmetsch.model.engine.onednn.OneDnn;
import java.nio.file.Path;
import java.util.List;

/** Quantises a model's linear layers to int8, calibrated with sentences that it translates. */
public final class Quantization {
  private Quantization() {}

  /**
   * Translates sentences in float32, notes how large the inputs of linear layers become, and adds
   * {@code model.int8.safetensors} to the model's directory.
   *
   * @param modelOrRunDirectory a model directory, or a run directory, whose best model is taken
   * @param sentences in the source language, like those that are to be translated
   * @return the weights that were quantised
   * @throws DolmetschException if there are no sentences, or oneDNN is missing, or the model cannot
   *     be read or the directory written
   */
  public static int quantize(Path modelOrRunDirectory, List<String> sentences) {
    if (sentences.stream().allMatch(String::isBlank)) {
      throw new DolmetschException(
          "no sentences to calibrate with; give source sentences, one per line");
    }
    OneDnn.whyUnavailable()
        .ifPresent(
            why -> {
              throw new DolmetschException(
                  "quantising needs oneDNN, whose libraries do not load here ("
                      + why
                      + "); quantise on another machine");
            });
    try (LoadedModel model = LoadedModel.load(modelOrRunDirectory);
        InputRanges ranges = new InputRanges(model.parameters().views())) {
      Path directory = model.directory().path();
      try (Translator translator = Translator.load(directory, 1, ranges::kernels)) {
        // With a shortlist the last layer computes some rows only, and is not looked at.
        translator.translateBatch(
            sentences, translator.defaultOptions().with(change -> change.shortlist(false)));
      }
      Int8Weights weights = Int8Weights.of(model.parameters().views(), ranges.largest());
      model.directory().writeInt8(weights);
      return weights.weights().size();
    }
  }
}
