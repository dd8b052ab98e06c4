package dev.dolmetsch.model.engine.fusion;

import dev.dolmetsch.model.engine.PlanGraph;
import dev.dolmetsch.model.engine.PlanGraph.Step;
import dev.dolmetsch.model.ops.LabelSmoothedCrossEntropy;
import java.util.List;
import java.util.Optional;

/** Computes a loss together with its gradient: both need the softmax over the vocabulary. */
final class Losses {
  private Losses() {}

  static void fuse(PlanGraph graph) {
    Fusion fusion = new Fusion(graph);
    for (Step step : graph.steps()) {
      Fusion.op(step, LabelSmoothedCrossEntropy.Backward.class)
          .ifPresent(op -> fuse(fusion, step, op));
    }
    fusion.apply();
  }

  private static void fuse(Fusion fusion, Step backward, LabelSmoothedCrossEntropy.Backward op) {
    boolean unit =
        fusion.graph.scalarConstant(backward.input(0)).filter(value -> value == 1f).isPresent();
    String logits = backward.input(1);
    Optional<Step> forward =
        fusion.consumers(logits).stream()
            .filter(
                step ->
                    Fusion.op(step, LabelSmoothedCrossEntropy.class)
                        .filter(loss -> loss.smoothing() == op.smoothing())
                        .filter(loss -> loss.paddingId() == op.paddingId())
                        .isPresent())
            .filter(step -> step.input(1).equals(backward.input(2)))
            .findFirst();
    if (unit && forward.isPresent() && fusion.consumers(forward.get().output()).isEmpty()) {
      fusion.remove(forward.get());
      fusion.replace(
          backward,
          new FusedOp.LossAndGradient(op.smoothing(), op.paddingId()),
          List.of(logits, backward.input(2)),
          List.of(backward.output(), forward.get().output()));
    }
  }
}
