package dev.dolmetsch.model.engine.fusion;

import dev.dolmetsch.model.engine.GraphOperation;
import dev.dolmetsch.model.engine.PlanGraph;
import dev.dolmetsch.model.engine.PlanGraph.Step;
import dev.dolmetsch.model.engine.PlanOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/** What the passes share: who reads and writes what, and a way to replace steps. */
final class Fusion {
  final PlanGraph graph;
  private final Map<Step, List<Step>> replacements = new HashMap<>();
  private @Nullable Map<String, List<Step>> consumers;
  private @Nullable Map<String, Step> producers;
  private @Nullable Map<Step, Integer> order;

  /**
   * A look at a graph. Its steps must stay as they are until {@link #apply}, and nothing may be
   * asked afterwards: what is asked is looked up then.
   */
  Fusion(PlanGraph graph) {
    this.graph = graph;
  }

  /** The graph's operation of a step, if it is one of that class. */
  static <T extends DynamicCustomOp> Optional<T> op(Step step, Class<T> type) {
    return step.op() instanceof GraphOperation operation && type.isInstance(operation.op())
        ? Optional.of(type.cast(operation.op()))
        : Optional.empty();
  }

  /** Whether a step is an operation of the graph of that class. */
  static boolean is(Step step, Class<? extends DynamicCustomOp> type) {
    return op(step, type).isPresent();
  }

  List<Step> consumers(String variable) {
    if (consumers == null) {
      consumers = graph.consumers();
    }
    return consumers.getOrDefault(variable, List.of());
  }

  Optional<Step> producer(String variable) {
    if (producers == null) {
      producers = graph.producers();
    }
    return Optional.ofNullable(producers.get(variable));
  }

  /** The one step that reads a variable, unless it must be there after a run. */
  Optional<Step> onlyConsumer(String variable) {
    List<Step> all = consumers(variable);
    return all.size() == 1 && !graph.isKept(variable) && !liesInAnother(variable)
        ? Optional.of(all.get(0))
        : Optional.empty();
  }

  /** Whether a variable is part of another's memory. */
  private boolean liesInAnother(String variable) {
    return !graph.ownerOf(variable).equals(variable);
  }

  /** Where a step stands. */
  int position(Step step) {
    if (order == null) {
      order = new HashMap<>();
      for (Step each : graph.steps()) {
        order.put(each, order.size());
      }
    }
    return order.getOrDefault(step, -1);
  }

  void replace(Step step, PlanOp op, List<String> inputs, List<String> outputs) {
    replace(step, List.of(new Step(op, inputs, outputs)));
  }

  void replace(Step step, List<Step> others) {
    if (replacements.put(step, List.copyOf(others)) != null) {
      throw new IllegalStateException("replaced twice: " + step.op().label());
    }
  }

  void remove(Step step) {
    replace(step, List.of());
  }

  /** Makes the replacements. */
  void apply() {
    if (replacements.isEmpty()) {
      return;
    }
    List<Step> steps = new ArrayList<>();
    for (Step step : graph.steps()) {
      steps.addAll(replacements.getOrDefault(step, List.of(step)));
    }
    graph.setSteps(steps);
  }
}
