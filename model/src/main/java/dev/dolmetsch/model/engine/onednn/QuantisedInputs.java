package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.ElementType;
import dev.dolmetsch.model.engine.Int8Weights;
import dev.dolmetsch.model.engine.PlanGraph;
import dev.dolmetsch.model.engine.PlanGraph.Step;
import dev.dolmetsch.model.engine.fusion.FusedOp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets layer norms and quantised layers write int8 where nobody but one quantised layer reads it:
 * its input then takes no pass of its own to quantise. Such a step reads the scale as its last
 * input.
 */
final class QuantisedInputs {
  private final PlanGraph graph;
  private final PackedWeights weights;
  private final Map<String, Step> producers;
  private final Map<String, List<Step>> consumers;

  /** Variables in whose memory others lie. */
  private final Set<String> owners = new HashSet<>();

  private QuantisedInputs(PlanGraph graph, PackedWeights weights) {
    this.graph = graph;
    this.weights = weights;
    this.producers = graph.producers();
    this.consumers = graph.consumers();
    for (Step step : graph.steps()) {
      addOwners(step.inputs());
      addOwners(step.outputs());
    }
  }

  private void addOwners(List<String> names) {
    for (String name : names) {
      String owner = graph.ownerOf(name);
      if (!owner.equals(name)) {
        owners.add(owner);
      }
    }
  }

  /** Changes types, and steps that write int8. */
  static void choose(PlanGraph graph, PackedWeights weights) {
    new QuantisedInputs(graph, weights).choose();
  }

  private void choose() {
    Map<Step, Step> replaced = new HashMap<>();
    for (Step step : graph.steps()) {
      Optional<Int8Weights.Linear> layer = layer(step);
      Optional<Step> writer = layer.isPresent() ? writer(step) : Optional.empty();
      if (writer.isPresent()) {
        String name = step.input(0);
        graph.setType(name, ElementType.INT8);
        graph.addOutside(name + ".scale", layer.get().inputScale());
        List<String> inputs = new ArrayList<>(writer.get().inputs());
        inputs.add(name + ".scale");
        replaced.put(writer.get(), new Step(writer.get().op(), inputs, writer.get().outputs()));
      }
    }
    graph.setSteps(graph.steps().stream().map(step -> replaced.getOrDefault(step, step)).toList());
  }

  private Optional<Int8Weights.Linear> layer(Step step) {
    return step.op() instanceof FusedOp.LinearForward
        ? graph.outside(step.input(1)).flatMap(weights::int8)
        : Optional.empty();
  }

  /** What writes the input of a layer, if it can do so in int8 and nobody else reads that. */
  private Optional<Step> writer(Step layer) {
    String name = layer.input(0);
    boolean readsAlone =
        consumers.getOrDefault(name, List.of()).equals(List.of(layer))
            && Collections.frequency(layer.inputs(), name) == 1;
    boolean ownMemory =
        graph.mayChangeType(name) && graph.ownerOf(name).equals(name) && !owners.contains(name);
    return readsAlone && ownMemory
        ? Optional.ofNullable(producers.get(name))
            .filter(step -> step.output().equals(name) && canWriteInt8(step))
        : Optional.empty();
  }

  private boolean canWriteInt8(Step step) {
    return step.op() instanceof FusedOp.LayerNormForward
        || (step.op() instanceof FusedOp.LinearForward linear
            && !linear.residual()
            && linear.dropout().isEmpty()
            && layer(step).isPresent());
  }
}
