package dev.dolmetsch.model.engine.fusion;

import dev.dolmetsch.model.engine.PlanGraph;
import dev.dolmetsch.model.engine.PlanGraph.Step;
import dev.dolmetsch.model.ops.PassThrough;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lets steps read a variable under its own name where the graph has another name for it. */
final class PassThroughs {
  private PassThroughs() {}

  static void dissolve(PlanGraph graph) {
    Map<String, String> names = new HashMap<>();
    List<Step> steps = new ArrayList<>();
    for (Step step : graph.steps()) {
      List<String> inputs =
          step.inputs().stream().map(name -> names.getOrDefault(name, name)).toList();
      if (Fusion.is(step, PassThrough.class) && !graph.isKept(step.output())) {
        names.put(step.output(), inputs.get(0));
      } else {
        steps.add(new Step(step.op(), inputs, step.outputs()));
      }
    }
    graph.setSteps(steps);
  }
}
