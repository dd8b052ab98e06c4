package dev.dolmetsch.model.engine.fusion;

import dev.dolmetsch.model.engine.PlanGraph;
import dev.dolmetsch.model.engine.PlanGraph.Step;
import dev.dolmetsch.model.ops.ResidualAdd;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Lets the last product of a block drop elements and add the residual to what it writes. */
final class Residuals {
  private Residuals() {}

  static void fuse(PlanGraph graph) {
    Fusion fusion = new Fusion(graph);
    for (Step step : graph.steps()) {
      if (Fusion.is(step, ResidualAdd.class) && !fuse(fusion, step)) {
        fusion.replace(step, new FusedOp.Add(), step.inputs(), step.outputs());
      }
    }
    fusion.apply();
  }

  private static boolean fuse(Fusion fusion, Step add) {
    String branch = add.input(1);
    Optional<Step> dropout =
        producerOfOnly(fusion, branch).filter(step -> step.op() instanceof FusedOp.ApplyMask);
    String product = dropout.map(step -> step.input(0)).orElse(branch);
    Optional<Step> producer = producerOfOnly(fusion, product);
    if (producer.isEmpty()
        || !(producer.get().op() instanceof FusedOp.LinearForward linear)
        || linear.activation().isPresent()
        || linear.residual()
        || add.input(0).equals(branch)) {
      return false;
    }
    List<String> inputs = new ArrayList<>(producer.get().inputs());
    OptionalDouble probability = OptionalDouble.empty();
    if (dropout.isPresent() && dropout.get().op() instanceof FusedOp.ApplyMask mask) {
      probability = OptionalDouble.of(mask.probability());
      inputs.add(dropout.get().input(1));
      fusion.remove(dropout.get());
    }
    inputs.add(add.input(0));
    fusion.remove(producer.get());
    fusion.replace(
        add,
        new FusedOp.LinearForward(linear.bias(), Optional.empty(), probability, true),
        inputs,
        add.outputs());
    return true;
  }

  /** What writes a variable that only one step reads. */
  private static Optional<Step> producerOfOnly(Fusion fusion, String variable) {
    return fusion.onlyConsumer(variable).isPresent() ? fusion.producer(variable) : Optional.empty();
  }
}
