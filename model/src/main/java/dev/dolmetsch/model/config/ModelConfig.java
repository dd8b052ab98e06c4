package dev.dolmetsch.model.config;

import dev.dolmetsch.data.corpus.Direction;
import dev.dolmetsch.model.NormPosition;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.decode.DecodingOptions;
import dev.dolmetsch.model.ops.Activation;
import java.nio.file.Path;

/**
 * The part of a configuration file that a saved model needs in order to translate.
 *
 * @param data which language is read and which is written
 * @param model the Transformer's hyper-parameters
 * @param decoding how translations are searched for unless the caller says otherwise
 */
public record ModelConfig(Data data, TransformerConfig model, DecodingOptions decoding) {
  /**
   * The one key of the {@code data} section that outlives training.
   *
   * @param direction source and target language
   */
  public record Data(Direction direction) {}

  /** Reads a model directory's {@code config.yaml}, passing over the sections about training. */
  public static ModelConfig read(Path file) {
    return YamlBinding.readPart(file, defaults());
  }

  /** English to German, {@link #defaultModel()}, default search. */
  public static ModelConfig defaults() {
    return new ModelConfig(new Data(Direction.EN_DE), defaultModel(), DecodingOptions.defaults());
  }

  /** Pre-norm, 4 + 4 layers, D = 128, 4 heads, F = 256, all embeddings tied, dropout 0.1. */
  public static TransformerConfig defaultModel() {
    return new TransformerConfig(
        4, 4, 128, 4, 256, Activation.RELU, NormPosition.PRE, "softmax", 0.1, 0, 0, true, true);
  }

  /** Source and target language. */
  public Direction direction() {
    return data.direction();
  }
}
