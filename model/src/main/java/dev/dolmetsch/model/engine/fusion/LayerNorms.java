package dev.dolmetsch.model.engine.fusion;

import dev.dolmetsch.model.engine.ElementType;
import dev.dolmetsch.model.engine.PlanGraph;
import dev.dolmetsch.model.engine.PlanGraph.Step;
import dev.dolmetsch.model.ops.LayerNorm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps a layer norm's statistics for its gradient. */
final class LayerNorms {
  private LayerNorms() {}

  static void fuse(PlanGraph graph) {
    Fusion fusion = new Fusion(graph);
    Map<List<String>, List<String>> statistics = new HashMap<>();
    for (Step step : graph.steps()) {
      Fusion.op(step, LayerNorm.class)
          .ifPresent(
              op -> {
                long rows = graph.shape(step.input(0))[0];
                String y = step.output();
                String mean = graph.newVariable(y + ".mean", ElementType.FLOAT32, rows);
                String variance = graph.newVariable(y + ".variance", ElementType.FLOAT32, rows);
                statistics.put(step.inputs().subList(0, 2), List.of(mean, variance));
                fusion.replace(
                    step,
                    new FusedOp.LayerNormForward(op.epsilon()),
                    step.inputs(),
                    List.of(y, mean, variance));
              });
    }
    for (Step step : graph.steps()) {
      Fusion.op(step, LayerNorm.Backward.class)
          .ifPresent(
              op -> {
                List<String> kept = statistics.get(step.inputs().subList(1, 3));
                if (kept != null) {
                  fusion.replace(
                      step,
                      new FusedOp.LayerNormBackward(op.epsilon()),
                      List.of(
                          step.input(0), step.input(1), step.input(2), kept.get(0), kept.get(1)),
                      step.outputs());
                }
              });
    }
    fusion.apply();
  }
}
