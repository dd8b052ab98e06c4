package dev.dolmetsch.model.engine.fusion;

import dev.dolmetsch.model.engine.PlanGraph;
import dev.dolmetsch.model.engine.PlanGraph.Step;
import dev.dolmetsch.model.ops.Linear;
import java.util.Optional;
import java.util.OptionalDouble;

/** Makes of linear layers the form that others can be fused into. */
final class Linears {
  private Linears() {}

  static void lower(PlanGraph graph) {
    Fusion fusion = new Fusion(graph);
    for (Step step : graph.steps()) {
      if (Fusion.is(step, Linear.class)) {
        boolean bias = step.inputs().size() == 3;
        fusion.replace(
            step,
            new FusedOp.LinearForward(bias, Optional.empty(), OptionalDouble.empty(), false),
            step.inputs(),
            step.outputs());
      } else if (Fusion.is(step, Linear.Backward.class)) {
        boolean bias = step.outputs().size() == 3;
        fusion.replace(step, new FusedOp.LinearBackward(bias), step.inputs(), step.outputs());
      }
    }
    fusion.apply();
  }
}
