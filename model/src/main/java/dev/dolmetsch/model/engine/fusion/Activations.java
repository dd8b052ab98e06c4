package dev.dolmetsch.model.engine.fusion;

import dev.dolmetsch.model.engine.PlanGraph;
import dev.dolmetsch.model.engine.PlanGraph.Step;
import dev.dolmetsch.model.ops.Activation;
import dev.dolmetsch.model.ops.FeedForwardActivation;
import java.util.List;
import java.util.Optional;

/**
 * Lets a product apply the activation to what it writes. ReLU's gradient needs only its result, so
 * that what went into it is never stored; GELU's needs what went in, so it is fused only where
 * there is no gradient.
 */
final class Activations {
  private Activations() {}

  static void fuse(PlanGraph graph) {
    Fusion fusion = new Fusion(graph);
    for (Step step : graph.steps()) {
      Fusion.op(step, FeedForwardActivation.class)
          .ifPresent(op -> fuse(fusion, step, op.activation()));
    }
    fusion.apply();
  }

  private static void fuse(Fusion fusion, Step step, Activation activation) {
    String x = step.input(0);
    Optional<Step> producer = fusion.producer(x);
    if (fusion.graph.isKept(x)
        || producer.isEmpty()
        || !(producer.get().op() instanceof FusedOp.LinearForward linear)) {
      return;
    }
    List<Step> gradients = fusion.consumers(x).stream().filter(other -> other != step).toList();
    boolean fusible =
        activation == Activation.RELU
            ? gradients.stream()
                .allMatch(other -> Fusion.is(other, FeedForwardActivation.Backward.class))
            : gradients.isEmpty();
    if (!fusible) {
      return;
    }
    fusion.replace(
        producer.get(),
        new FusedOp.LinearForward(
            linear.bias(), Optional.of(activation), linear.dropout(), linear.residual()),
        producer.get().inputs(),
        step.outputs());
    fusion.remove(step);
    for (Step gradient : gradients) {
      fusion.replace(
          gradient,
          new FusedOp.ReluBackward(),
          List.of(gradient.input(0), step.output()),
          gradient.outputs());
    }
  }
}
