package dev.dolmetsch.model;

import dev.dolmetsch.model.ops.AddPositions;
import dev.dolmetsch.model.ops.AttentionContext;
import dev.dolmetsch.model.ops.Dropout;
import dev.dolmetsch.model.ops.Embedding;
import dev.dolmetsch.model.ops.FeedForwardActivation;
import dev.dolmetsch.model.ops.LayerNorm;
import dev.dolmetsch.model.ops.Linear;
import dev.dolmetsch.model.ops.ResidualAdd;
import dev.dolmetsch.model.ops.SelectedLinear;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The encoder–decoder Transformer of Vaswani et al. (2017), written into a SameDiff graph. The same
 * functions define every graph (training, encoder, decoder step), so what is explained is what
 * translates, and what translates is what was trained.
 *
 * <p>Activations are rows: [N, D] with N = B·S on the source side and B·T on the target side. Every
 * intermediate of attention has a name: {@code <layer>.self_attention.query}, {@code .key}, {@code
 * .value}, {@code .scores} (raw QKᵀ), {@code .masked_scores} (scaled and masked), {@code .weights},
 * {@code .context}.
 */
final class Transformer {
  private static final double NORM_EPSILON = 1e-5;

  private final TransformerConfig config;
  private final ParameterLayout layout;
  private final SameDiff graph;
  private final @Nullable DropoutSource dropoutSource;
  private int dropoutSites;

  /**
   * A builder into a new graph.
   *
   * @param training whether the graph drops elements, drawn from a {@link DropoutSource}
   */
  Transformer(TransformerConfig config, ParameterLayout layout, boolean training) {
    this.config = config;
    this.layout = layout;
    this.graph = SameDiff.create();
    boolean drops =
        config.dropout() > 0 || config.attentionDropout() > 0 || config.activationDropout() > 0;
    this.dropoutSource = training && drops ? DropoutSource.inputsOf(graph) : null;
  }

  SameDiff graph() {
    return graph;
  }

  /** Encoder states [B·S, D] of source ids. */
  SDVariable encoder(SDVariable ids, SDVariable positions, SDVariable lengths) {
    SDVariable x = embed(ids, positions, sourceEmbedding());
    for (int layer = 0; layer < config.encoderLayers(); layer++) {
      String prefix = "encoder.layers." + layer;
      x = residual(x, prefix + ".self_attention", y -> selfAttention(y, prefix, lengths, false));
      x = residual(x, prefix + ".feed_forward", y -> feedForward(y, prefix));
    }
    return named(finalNorm(x, "encoder.norm"), "encoder.states");
  }

  /** Decoder states [B·T, D] of target ids, each position seeing those before it. */
  SDVariable decoder(
      SDVariable ids,
      SDVariable positions,
      SDVariable lengths,
      SDVariable encoderStates,
      SDVariable sourceLengths) {
    SDVariable x = embed(ids, positions, targetEmbedding());
    for (int layer = 0; layer < config.decoderLayers(); layer++) {
      String prefix = "decoder.layers." + layer;
      KeysAndValues memory = crossKeysAndValues(encoderStates, layer);
      x = residual(x, prefix + ".self_attention", y -> selfAttention(y, prefix, lengths, true));
      x =
          residual(
              x,
              prefix + ".cross_attention",
              y -> crossAttention(y, prefix, memory, sourceLengths));
      x = residual(x, prefix + ".feed_forward", y -> feedForward(y, prefix));
    }
    return named(finalNorm(x, "decoder.norm"), "decoder.states");
  }

  /** Decoder states [N, D] of one new position each, with all that came before in caches. */
  SDVariable decoderStep(
      SDVariable ids, SDVariable positions, DecoderCaches caches, SDVariable sourceLengths) {
    SDVariable x = embed(ids, positions, targetEmbedding());
    for (int layer = 0; layer < config.decoderLayers(); layer++) {
      String prefix = "decoder.layers." + layer;
      KeysAndValues memory = caches.cross(layer);
      KeysAndValues past = caches.self(layer);
      x =
          residual(
              x,
              prefix + ".self_attention",
              y -> {
                KeysAndValues present =
                    past.write(
                        graph, keysAndValues(y, prefix + ".self_attention"), caches.places());
                return attend(y, prefix + ".self_attention", present, caches.visible());
              });
      x =
          residual(
              x,
              prefix + ".cross_attention",
              y -> crossAttention(y, prefix, memory, sourceLengths));
      x = residual(x, prefix + ".feed_forward", y -> feedForward(y, prefix));
    }
    return named(finalNorm(x, "decoder.norm"), "decoder.states");
  }

  /** Logits [N, V] of decoder states. */
  SDVariable logits(SDVariable states) {
    SDVariable matrix = config.tieOutput() ? targetEmbedding() : parameter(ParameterLayout.OUTPUT);
    return named(new Linear(graph, states, matrix).output(), "logits");
  }

  /**
   * Logits of some pieces only.
   *
   * @param ids int32 [C]
   * @return [N, C]
   */
  SDVariable logits(SDVariable states, SDVariable ids) {
    SDVariable matrix = config.tieOutput() ? targetEmbedding() : parameter(ParameterLayout.OUTPUT);
    return named(new SelectedLinear(graph, states, matrix, ids).output(), "logits");
  }

  /** Keys and values of a decoder layer's encoder–decoder attention, both [B·S, D]. */
  KeysAndValues crossKeysAndValues(SDVariable encoderStates, int layer) {
    return keysAndValues(encoderStates, "decoder.layers." + layer + ".cross_attention");
  }

  /** √D times the embedding, plus the position code, then dropout. */
  private SDVariable embed(SDVariable ids, SDVariable positions, SDVariable table) {
    SDVariable rows = new Embedding(graph, table, ids, Math.sqrt(config.modelWidth())).output();
    return dropout(new AddPositions(graph, rows, positions).output(), config.dropout());
  }

  private SDVariable selfAttention(
      SDVariable x, String prefix, SDVariable lengths, boolean causal) {
    String name = prefix + ".self_attention";
    return attend(x, name, keysAndValues(x, name), new VisibleKeys.First(lengths, causal));
  }

  private SDVariable crossAttention(
      SDVariable x, String prefix, KeysAndValues memory, SDVariable sourceLengths) {
    VisibleKeys wholeSource = new VisibleKeys.First(sourceLengths, false);
    return attend(x, prefix + ".cross_attention", memory, wholeSource);
  }

  /** Multi-head scaled dot-product attention (sections 3.2.1 and 3.2.2): x [B·T, D] → [B·T, D]. */
  private SDVariable attend(SDVariable x, String name, KeysAndValues memory, VisibleKeys visible) {
    SDVariable query = named(linear(x, name + ".query"), name + ".query");
    double scale = 1 / Math.sqrt(config.headWidth());
    SDVariable weights = // [B, H, T, S]
        SimilarityFunction.of(config.similarityFunction())
            .weights(
                graph,
                new SimilarityFunction.Inputs(
                    name, query, memory.keys(), visible, config.heads(), scale));
    SDVariable context = // [B·T, D]
        named(
            new AttentionContext(
                    graph, dropout(weights, config.attentionDropout()), memory.values())
                .output(),
            name + ".context");
    return linear(context, name + ".output");
  }

  private KeysAndValues keysAndValues(SDVariable x, String name) {
    return new KeysAndValues(
        named(linear(x, name + ".key"), name + ".key"),
        named(linear(x, name + ".value"), name + ".value"));
  }

  /** Position-wise feed-forward block (section 3.3): [N, D] → [N, F] → [N, D]. */
  private SDVariable feedForward(SDVariable x, String prefix) {
    SDVariable inner = linear(x, prefix + ".feed_forward.inner");
    SDVariable active = new FeedForwardActivation(graph, inner, config.activation()).output();
    return linear(dropout(active, config.activationDropout()), prefix + ".feed_forward.outer");
  }

  /** x + f(norm(x)), or norm(x + f(x)) where norms come after. */
  private SDVariable residual(SDVariable x, String block, UnaryOperator<SDVariable> f) {
    String norm = block + "_norm";
    if (config.norm() == NormPosition.PRE) {
      return add(x, dropout(f.apply(norm(x, norm)), config.dropout()));
    }
    return norm(add(x, dropout(f.apply(x), config.dropout())), norm);
  }

  private SDVariable finalNorm(SDVariable x, String name) {
    return config.norm() == NormPosition.PRE ? norm(x, name) : x;
  }

  private SDVariable norm(SDVariable x, String name) {
    SDVariable gain = parameter(name + ".weight");
    SDVariable bias = parameter(name + ".bias");
    return new LayerNorm(graph, x, gain, bias, NORM_EPSILON).output();
  }

  private SDVariable linear(SDVariable x, String name) {
    SDVariable weight = parameter(name + ".weight");
    SDVariable bias = parameter(name + ".bias");
    return new Linear(graph, x, weight, bias).output();
  }

  private SDVariable add(SDVariable a, SDVariable b) {
    return new ResidualAdd(graph, a, b).output();
  }

  private SDVariable dropout(SDVariable x, double probability) {
    DropoutSource source = dropoutSource;
    if (source == null || probability == 0) {
      return x;
    }
    return new Dropout(graph, x, source.seed(), source.sentences(), probability, dropoutSites++)
        .output();
  }

  private SDVariable sourceEmbedding() {
    return parameter(
        config.tieEmbeddings()
            ? ParameterLayout.SHARED_EMBEDDING
            : ParameterLayout.SOURCE_EMBEDDING);
  }

  private SDVariable targetEmbedding() {
    return parameter(
        config.tieEmbeddings()
            ? ParameterLayout.SHARED_EMBEDDING
            : ParameterLayout.TARGET_EMBEDDING);
  }

  /**
   * A parameter as a placeholder: SameDiff copies an array that is a view when it is set on a
   * variable, so the plan, not the graph, binds the views of the flat array.
   */
  private SDVariable parameter(String name) {
    if (graph.hasVariable(name)) {
      return graph.getVariable(name);
    }
    return graph.placeHolder(name, DataType.FLOAT, layout.entry(name).extents());
  }

  private SDVariable named(SDVariable variable, String name) {
    return graph.updateVariableNameAndReference(variable, name);
  }
}
