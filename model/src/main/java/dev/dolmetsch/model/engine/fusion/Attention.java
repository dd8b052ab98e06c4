package dev.dolmetsch.model.engine.fusion;

import dev.dolmetsch.model.engine.ElementType;
import dev.dolmetsch.model.engine.PlanGraph;
import dev.dolmetsch.model.engine.PlanGraph.Step;
import dev.dolmetsch.model.ops.AttentionScores;
import dev.dolmetsch.model.ops.ScaleAndBias;
import dev.dolmetsch.model.ops.ScaleAndMask;
import dev.dolmetsch.model.ops.SoftmaxWeights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets the product of queries and keys scale and mask what it writes. Hidden keys have no weight,
 * and so no gradient behind the softmax: there the mask need not be applied again.
 */
final class Attention {
  private Attention() {}

  static void fuse(PlanGraph graph) {
    Fusion fusion = new Fusion(graph);
    Map<String, String> visible = new HashMap<>();
    for (Step step : graph.steps()) {
      Fusion.op(step, ScaleAndMask.class).ifPresent(op -> forward(fusion, step, op, visible));
      Fusion.op(step, ScaleAndBias.class).ifPresent(op -> biased(fusion, step, op, visible));
      Fusion.op(step, ScaleAndMask.Backward.class).ifPresent(op -> backward(fusion, step, op));
    }
    fusion.apply();
  }

  private static void forward(
      Fusion fusion, Step step, ScaleAndMask op, Map<String, String> masks) {
    PlanGraph graph = fusion.graph;
    Optional<Step> scores = scoresOf(fusion, step);
    if (scores.isEmpty()) {
      return;
    }
    String lengths = step.input(1);
    long[] shape = graph.shape(step.output()); // [B, H, T, S]
    long queries = op.causal() ? shape[2] : 1;
    String key = name(graph, lengths, op.causal(), shape[0], queries, shape[3]);
    Step product =
        new Step(
            new FusedOp.MaskedScores(op.scale()),
            List.of(scores.get().input(0), scores.get().input(1), key),
            step.outputs());
    if (masks.putIfAbsent(key, key) == null) {
      graph.newVariable(key, ElementType.FLOAT32, shape[0], 1, queries, shape[3]);
      fusion.replace(
          step,
          List.of(
              new Step(new FusedOp.VisibleKeys(op.causal()), List.of(lengths), List.of(key)),
              product));
    } else {
      fusion.replace(step, List.of(product));
    }
    fusion.remove(scores.get());
  }

  /**
   * The name of a mask: the same for every shape of a graph, so that profiles can add its steps up,
   * unless the same lengths go with several numbers of queries or keys.
   */
  private static String name(
      PlanGraph graph, String lengths, boolean causal, long sentences, long queries, long keys) {
    String name = "visible_keys." + lengths + (causal ? ".causal" : "");
    boolean other =
        graph.has(name)
            && !Arrays.equals(graph.shape(name), new long[] {sentences, 1, queries, keys});
    return other ? name + "." + queries + "x" + keys : name;
  }

  /** The product whose scores only this step reads. */
  private static Optional<Step> scoresOf(Fusion fusion, Step step) {
    return fusion
        .producer(step.input(0))
        .filter(producer -> Fusion.is(producer, AttentionScores.class))
        .filter(producer -> fusion.onlyConsumer(step.input(0)).isPresent());
  }

  private static void biased(
      Fusion fusion, Step step, ScaleAndBias op, Map<String, String> biases) {
    PlanGraph graph = fusion.graph;
    Optional<Step> scores = scoresOf(fusion, step);
    if (scores.isEmpty()) {
      return;
    }
    String bias = step.input(1);
    String ofAllHeads = bias + ".heads";
    if (biases.putIfAbsent(ofAllHeads, ofAllHeads) == null) {
      long[] shape = graph.shape(bias); // [B, T, S]
      graph.newVariable(ofAllHeads, ElementType.FLOAT32, shape[0], 1, shape[1], shape[2]);
      graph.share(ofAllHeads, bias);
    }
    fusion.replace(
        step,
        new FusedOp.MaskedScores(op.scale()),
        List.of(scores.get().input(0), scores.get().input(1), ofAllHeads),
        step.outputs());
    fusion.remove(scores.get());
  }

  private static void backward(Fusion fusion, Step step, ScaleAndMask.Backward op) {
    boolean hiddenAreZero =
        fusion
            .producer(step.input(0))
            .filter(producer -> Fusion.is(producer, SoftmaxWeights.Backward.class))
            .isPresent();
    Optional<Step> product =
        fusion
            .onlyConsumer(step.output())
            .filter(consumer -> Fusion.is(consumer, AttentionScores.Backward.class));
    if (hiddenAreZero && product.isPresent()) {
      fusion.remove(step);
      fusion.replace(
          product.get(),
          new FusedOp.MaskedScoresBackward(op.scale()),
          List.of(step.input(0), product.get().input(1), product.get().input(2)),
          product.get().outputs());
    }
  }
}
