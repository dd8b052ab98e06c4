package dev.dolmetsch.model;

import dev.dolmetsch.model.ops.Activation;
import java.util.Objects;

/**
 * Hyper-parameters of an encoder–decoder Transformer (Vaswani et al., 2017); the {@code model}
 * section of a configuration file. The vocabulary size is not here: it follows from the subword
 * model.
 *
 * @param encoderLayers number of encoder layers, 1–64
 * @param decoderLayers number of decoder layers, 1–64
 * @param modelWidth D, width of every layer's input and output, a multiple of {@code heads}, even
 * @param heads H, attention heads per layer
 * @param feedForwardWidth F, inner width of the feed-forward blocks
 * @param activation non-linearity of the feed-forward blocks
 * @param norm position of layer normalisation
 * @param similarityFunction name of the function that turns attention scores into weights
 * @param dropout probability of dropping an element of embeddings and of each block's output, [0,
 *     1)
 * @param attentionDropout probability of dropping an attention weight, [0, 1)
 * @param activationDropout probability of dropping an element after the activation, [0, 1)
 * @param tieEmbeddings whether source and target share one embedding matrix
 * @param tieOutput whether the output layer uses the target embedding matrix
 */
public record TransformerConfig(
    int encoderLayers,
    int decoderLayers,
    int modelWidth,
    int heads,
    int feedForwardWidth,
    Activation activation,
    NormPosition norm,
    String similarityFunction,
    double dropout,
    double attentionDropout,
    double activationDropout,
    boolean tieEmbeddings,
    boolean tieOutput) {

  /** Refuses values out of range, naming the key as it stands in a configuration file. */
  public TransformerConfig {
    requireRange("model.encoder_layers", encoderLayers, 1, 64);
    requireRange("model.decoder_layers", decoderLayers, 1, 64);
    requireRange("model.model_width", modelWidth, 2, 8192);
    requireRange("model.heads", heads, 1, 128);
    requireRange("model.feed_forward_width", feedForwardWidth, 1, 65536);
    if (modelWidth % heads != 0 || modelWidth % 2 != 0) {
      throw new IllegalArgumentException(
          "model.model_width must be even and a multiple of model.heads ("
              + heads
              + "), but is "
              + modelWidth);
    }
    Objects.requireNonNull(activation, "model.activation");
    Objects.requireNonNull(norm, "model.norm");
    SimilarityFunction.of(similarityFunction);
    requireProbability("model.dropout", dropout);
    requireProbability("model.attention_dropout", attentionDropout);
    requireProbability("model.activation_dropout", activationDropout);
  }

  /** Width of one head, D / H. */
  public int headWidth() {
    return modelWidth / heads;
  }

  /** The model that it is once it is trained: dropout then plays no part. */
  public TransformerConfig withoutDropout() {
    return new TransformerConfig(
        encoderLayers,
        decoderLayers,
        modelWidth,
        heads,
        feedForwardWidth,
        activation,
        norm,
        similarityFunction,
        0,
        0,
        0,
        tieEmbeddings,
        tieOutput);
  }

  private static void requireRange(String key, int value, int low, int high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          key + " must be between " + low + " and " + high + ", but is " + value);
    }
  }

  private static void requireProbability(String key, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(key + " must be in [0, 1), but is " + value);
    }
  }
}
