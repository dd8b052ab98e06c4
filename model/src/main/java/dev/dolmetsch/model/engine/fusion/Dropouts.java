package dev.dolmetsch.model.engine.fusion;

import dev.dolmetsch.model.engine.ElementType;
import dev.dolmetsch.model.engine.PlanGraph;
import dev.dolmetsch.model.engine.PlanGraph.Step;
import dev.dolmetsch.model.ops.Dropout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Draws each mask once, for the forward and the backward pass. */
final class Dropouts {
  private Dropouts() {}

  static void fuse(PlanGraph graph) {
    Map<Integer, String> masks = new HashMap<>();
    List<Step> steps = new ArrayList<>();
    for (Step step : graph.steps()) {
      Dropout op = Fusion.op(step, Dropout.class).orElse(null);
      if (op == null) {
        steps.add(step);
        continue;
      }
      String mask = masks.get(op.site());
      if (mask == null) {
        mask =
            graph.newVariable(
                "dropout_mask." + op.site(), ElementType.FLOAT32, graph.shape(step.input(0)));
        masks.put(op.site(), mask);
        steps.add(
            new Step(
                new FusedOp.DrawMask(op.probability(), op.site()),
                step.inputs().subList(1, step.inputs().size()),
                List.of(mask)));
      }
      steps.add(
          new Step(
              new FusedOp.ApplyMask(op.probability()),
              List.of(step.input(0), mask),
              step.outputs()));
    }
    graph.setSteps(steps);
  }
}
