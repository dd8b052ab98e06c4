package dev.dolmetsch.model;

import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.model.engine.MutedThread;
import dev.dolmetsch.model.ops.LabelSmoothedCrossEntropy;
import dev.dolmetsch.model.ops.Operations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The graphs of one Transformer and the names of their inputs and outputs. All are built by the
 * same functions, those of {@link Transformer}.
 *
 * <p>Inputs, all int32: {@code source_ids} [B·S], {@code source_positions} [B·S], {@code
 * source_lengths} [B], {@code target_ids} [B·T], {@code target_positions} [B·T], {@code
 * target_lengths} [B], {@code labels} [B·T], {@code dropout_seed} [2], {@code sentence_numbers} [B]
 * (see {@link TokenBatch#sentenceNumbers}); and every parameter by its name.
 */
public final class TransformerGraphs {
  /** Output of the loss graphs: the label-smoothed loss, summed over tokens. */
  public static final String LOSS = "loss";

  /** Output of the evaluation graph: −log p of the labels, summed over tokens. */
  public static final String NEGATIVE_LOG_LIKELIHOOD = "negative_log_likelihood";

  /** Output of the decoding graphs: [N, V]. */
  public static final String LOGITS = "logits";

  /** Output of the encoder: [B·S, D]. */
  public static final String ENCODER_STATES = "encoder.states";

  private TransformerGraphs() {}

  /**
   * A loss and the gradient of it with respect to every parameter.
   *
   * @param graph the differentiated graph
   * @param gradients the gradient's variable, by the name of its parameter
   */
  public record LossAndGradients(SameDiff graph, Map<String, String> gradients) {
    /** Copies the map, keeping its order. */
    public LossAndGradients {
      gradients = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(gradients));
    }
  }

  /**
   * The training graph: dropout, {@link #LOSS}, and its gradients by SameDiff's autodiff.
   *
   * @param labelSmoothing ε
   * @param paddingId label that does not count
   */
  public static LossAndGradients training(
      TransformerConfig config, ParameterLayout layout, double labelSmoothing, int paddingId) {
    Transformer transformer = new Transformer(config, layout, true);
    SameDiff graph = transformer.graph();
    loss(graph, LOSS, teacherForced(transformer), labels(graph), labelSmoothing, paddingId);
    graph.setLossVariables(LOSS);
    createGradients(graph, layout.names());
    SameDiff differentiated = graph.getFunction("grad");
    Map<String, String> gradients = new LinkedHashMap<>();
    for (String name : layout.names()) {
      gradients.put(name, differentiated.getVariable(name).gradient().name());
    }
    return new LossAndGradients(differentiated, gradients);
  }

  /** Without dropout: {@link #LOSS} and {@link #NEGATIVE_LOG_LIKELIHOOD}. */
  public static SameDiff evaluation(
      TransformerConfig config, ParameterLayout layout, double labelSmoothing, int paddingId) {
    Transformer transformer = new Transformer(config, layout, false);
    SameDiff graph = transformer.graph();
    SDVariable logits = teacherForced(transformer);
    SDVariable labels = labels(graph);
    loss(graph, LOSS, logits, labels, labelSmoothing, paddingId);
    loss(graph, NEGATIVE_LOG_LIKELIHOOD, logits, labels, 0, paddingId);
    return graph;
  }

  /**
   * Without dropout or loss: {@link #LOGITS} for given targets, with every intermediate of
   * attention by its name (see {@link #attentionIntermediates}).
   */
  public static SameDiff forced(TransformerConfig config, ParameterLayout layout) {
    Transformer transformer = new Transformer(config, layout, false);
    teacherForced(transformer);
    return transformer.graph();
  }

  /** The variables of one attention block, in the order in which they are computed. */
  public static List<String> attentionIntermediates(String block) {
    return List.of(
        block + ".query",
        block + ".key",
        block + ".value",
        block + ".scores",
        block + ".masked_scores",
        block + ".weights",
        block + ".context");
  }

  /**
   * The encoder: {@link #ENCODER_STATES} and, for each decoder layer, the keys and values that the
   * decoder's steps look at, under the names of {@link #crossCaches}.
   */
  public static SameDiff encoder(TransformerConfig config, ParameterLayout layout) {
    Transformer transformer = new Transformer(config, layout, false);
    SDVariable states = encoder(transformer);
    for (int layer = 0; layer < config.decoderLayers(); layer++) {
      transformer.crossKeysAndValues(states, layer);
    }
    return transformer.graph();
  }

  /** Outputs of the encoder graph that go to the decoder step's inputs, by the input's name. */
  public static Map<String, String> crossCaches(TransformerConfig config) {
    Map<String, String> names = new LinkedHashMap<>();
    for (int layer = 0; layer < config.decoderLayers(); layer++) {
      for (String kind : List.of("key", "value")) {
        names.put(
            DecoderCaches.crossPrefix(layer) + "." + kind + "s",
            "decoder.layers." + layer + ".cross_attention." + kind);
      }
    }
    return names;
  }

  /**
   * The weights of a decoder layer's encoder–decoder attention, [B, H, T, S]; in a decoder step [B,
   * H, K, S].
   */
  public static String crossWeights(int layer) {
    return "decoder.layers." + layer + ".cross_attention.weights";
  }

  /** The decoder step's inputs [B·E, D] that remember earlier steps, E entries for a sentence. */
  public static List<String> selfCaches(TransformerConfig config) {
    List<String> names = new ArrayList<>();
    for (int layer = 0; layer < config.decoderLayers(); layer++) {
      names.add(DecoderCaches.selfPrefix(layer) + ".keys");
      names.add(DecoderCaches.selfPrefix(layer) + ".values");
    }
    return names;
  }

  /**
   * One step of the decoder: {@link #LOGITS} [N, V] of N hypotheses' next position. N = B·K, the K
   * hypotheses of a sentence together: they share their sentence's keys and values, and entries of
   * the self caches as far as they have begun alike.
   *
   * <p>Inputs: {@code target_ids} [N], {@code target_positions} [N], {@code source_lengths} [B],
   * the self caches [B·E, D], which the step writes in place, {@code cache_places} [N] (the row of
   * the self caches that is written for each hypothesis), {@code visible_entries} [B, K, E] (0 for
   * the entries of its sentence that a hypothesis consists of, with the new one, and −∞ for the
   * others), and the cross caches [B·S, D].
   */
  public static SameDiff decoderStep(TransformerConfig config, ParameterLayout layout) {
    Transformer transformer = new Transformer(config, layout, false);
    transformer.logits(decoderStates(transformer, config));
    return transformer.graph();
  }

  /**
   * As {@link #decoderStep}, with {@link #LOGITS} [N, C] of the pieces in the further input {@code
   * candidate_ids} [C] only.
   */
  public static SameDiff shortlistedDecoderStep(TransformerConfig config, ParameterLayout layout) {
    Transformer transformer = new Transformer(config, layout, false);
    SDVariable states = decoderStates(transformer, config);
    transformer.logits(states, ints(transformer.graph(), "candidate_ids"));
    return transformer.graph();
  }

  private static SDVariable decoderStates(Transformer transformer, TransformerConfig config) {
    SameDiff graph = transformer.graph();
    DecoderCaches caches = new DecoderCaches(graph, config);
    return transformer.decoderStep(
        ints(graph, "target_ids"),
        ints(graph, "target_positions"),
        caches,
        ints(graph, "source_lengths"));
  }

  private static SDVariable teacherForced(Transformer transformer) {
    SameDiff graph = transformer.graph();
    SDVariable states = encoder(transformer);
    SDVariable decoded =
        transformer.decoder(
            ints(graph, "target_ids"),
            ints(graph, "target_positions"),
            ints(graph, "target_lengths"),
            states,
            graph.getVariable("source_lengths"));
    return transformer.logits(decoded);
  }

  private static SDVariable encoder(Transformer transformer) {
    SameDiff graph = transformer.graph();
    return transformer.encoder(
        ints(graph, "source_ids"), ints(graph, "source_positions"), ints(graph, "source_lengths"));
  }

  private static SDVariable labels(SameDiff graph) {
    return ints(graph, "labels");
  }

  private static SDVariable ints(SameDiff graph, String name) {
    return graph.placeHolder(name, DataType.INT32, -1);
  }

  private static void loss(
      SameDiff graph,
      String name,
      SDVariable logits,
      SDVariable labels,
      double smoothing,
      int paddingId) {
    SDVariable loss =
        new LabelSmoothedCrossEntropy(graph, logits, labels, smoothing, paddingId).output();
    graph.updateVariableNameAndReference(loss, name);
  }

  /**
   * Differentiates. SameDiff clones operations by their names, so it must know them, and prints a
   * line for each; standard output belongs to translations.
   */
  private static void createGradients(SameDiff graph, List<String> parameters) {
    Operations.register();
    MutedThread.withoutOutput(() -> graph.createGradFunction(parameters.toArray(String[]::new)));
  }
}
