package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.ElementType;
import dev.dolmetsch.model.engine.GraphOperation;
import dev.dolmetsch.model.engine.PlanGraph;
import dev.dolmetsch.model.engine.PlanGraph.Step;
import dev.dolmetsch.model.engine.Tensor;
import dev.dolmetsch.model.engine.fusion.FusedOp;
import dev.dolmetsch.model.ops.AttentionContext;
import dev.dolmetsch.model.ops.AttentionScores;
import dev.dolmetsch.model.ops.CacheWrite;
import dev.dolmetsch.model.ops.FeedForwardActivation;
import dev.dolmetsch.model.ops.LabelSmoothedCrossEntropy;
import dev.dolmetsch.model.ops.SelectedLinear;
import dev.dolmetsch.model.ops.SoftmaxWeights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/**
 * Chooses what is stored in bfloat16: what products read, and what they write where nobody needs
 * more. A product's input that must be float32 for others is converted once.
 */
final class StorageTypes {
  /** What an operation can do with one of its inputs or outputs. */
  private enum Use {
    /** A product reads or writes it: in bfloat16 where possible. */
    PRODUCT,
    /** Either type will do. */
    EITHER,
    /** Must be float32. */
    FLOAT32
  }

  private record Uses(List<Use> inputs, List<Use> outputs) {
    static Uses of(List<Use> inputs, Use... outputs) {
      return new Uses(inputs, List.of(outputs));
    }

    Use input(int index) {
      return index < inputs.size() ? inputs.get(index) : Use.FLOAT32;
    }

    Use output(int index) {
      return index < outputs.size() ? outputs.get(index) : Use.FLOAT32;
    }
  }

  private final PlanGraph graph;
  private final boolean constantWeights;
  private final Optional<Bf16Copy> parameters;

  /** How each variable is read. */
  private final Map<String, List<Use>> readers = new HashMap<>();

  /** How each variable is written. */
  private final Map<String, Use> writers = new HashMap<>();

  private StorageTypes(PlanGraph graph, boolean constantWeights, Optional<Bf16Copy> parameters) {
    this.graph = graph;
    this.constantWeights = constantWeights;
    this.parameters = parameters;
  }

  /**
   * Changes types, and adds conversions.
   *
   * @param constantWeights whether the weights of linear layers never change, so that their kernels
   *     convert them once
   * @param parameters in bfloat16, if there is such a copy
   */
  static void choose(PlanGraph graph, boolean constantWeights, Optional<Bf16Copy> parameters) {
    StorageTypes types = new StorageTypes(graph, constantWeights, parameters);
    types.setTypes();
    types.addConversions();
  }

  private void setTypes() {
    noteUses();
    setComputed(able());
    setInputs();
    // A matrix that is written whole and read by columns.
    for (String name : readers.keySet()) {
      graph.setType(name, graph.type(graph.ownerOf(name)));
    }
  }

  private void noteUses() {
    for (Step step : graph.steps()) {
      Uses of = uses(step);
      for (int i = 0; i < step.inputs().size(); i++) {
        readers.computeIfAbsent(step.input(i), name -> new ArrayList<>()).add(of.input(i));
      }
      for (int i = 0; i < step.outputs().size(); i++) {
        writers.put(step.outputs().get(i), of.output(i));
      }
    }
  }

  /** What is computed, can be bfloat16, and gains by it. */
  private Set<String> able() {
    Set<String> able = new HashSet<>();
    for (Step step : graph.steps()) {
      boolean readsHalf = able.contains(step.input(0));
      for (String name : step.outputs()) {
        Use writer = writers.getOrDefault(name, Use.FLOAT32);
        List<Use> all = readers.getOrDefault(name, List.of());
        // What is made of bfloat16, element by element, has no more digits to keep.
        boolean gains = writer == Use.PRODUCT || all.contains(Use.PRODUCT) || readsHalf;
        if (gains
            && writer != Use.FLOAT32
            && !all.contains(Use.FLOAT32)
            && graph.mayChangeType(name)) {
          able.add(name);
        }
      }
    }
    return able;
  }

  /** Columns of one matrix have one type: bfloat16 if all that are written are able. */
  private void setComputed(Set<String> able) {
    Map<String, Boolean> owners = new HashMap<>();
    for (String name : writers.keySet()) {
      owners.merge(graph.ownerOf(name), able.contains(name), Boolean::logicalAnd);
    }
    for (String name : able) {
      if (owners.getOrDefault(graph.ownerOf(name), false)) {
        graph.setType(name, ElementType.BFLOAT16);
        graph.setType(graph.ownerOf(name), ElementType.BFLOAT16);
      }
    }
  }

  /** Inputs that products alone read. */
  private void setInputs() {
    readers.forEach(
        (name, all) -> {
          if (graph.isInput(name)
              && !graph.isOutside(name)
              && graph.type(name) == ElementType.FLOAT32
              && all.stream().allMatch(use -> use == Use.PRODUCT)) {
            graph.setType(name, ElementType.BFLOAT16);
          }
        });
  }

  private void addConversions() {
    Map<String, String> converted = new HashMap<>();
    List<Step> steps = new ArrayList<>();
    for (Step step : graph.steps()) {
      Uses of = uses(step);
      List<String> inputs = new ArrayList<>(step.inputs());
      for (int i = 0; i < inputs.size(); i++) {
        String name = inputs.get(i);
        if (of.input(i) == Use.PRODUCT && graph.type(name) == ElementType.FLOAT32) {
          String copy = converted.get(name);
          if (copy == null) {
            copy = name + ".bf16";
            converted.put(name, copy);
            Optional<Tensor> shared =
                graph.outside(name).flatMap(tensor -> parameters.flatMap(all -> all.of(tensor)));
            if (shared.isPresent()) {
              graph.addOutside(copy, shared.get());
            } else {
              graph.newVariable(copy, ElementType.BFLOAT16, graph.shape(name));
              steps.add(new Step(new FusedOp.Convert(), List.of(name), List.of(copy)));
            }
          }
          inputs.set(i, copy);
        }
      }
      steps.add(new Step(step.op(), inputs, step.outputs()));
    }
    graph.setSteps(steps);
  }

  private Uses uses(Step step) {
    if (step.op() instanceof FusedOp fused) {
      return fusedUses(fused);
    }
    return step.op() instanceof GraphOperation operation
        ? graphUses(operation.op())
        : Uses.of(List.of());
  }

  private Uses fusedUses(FusedOp op) {
    if (op instanceof FusedOp.LinearForward linear) {
      List<Use> inputs =
          new ArrayList<>(List.of(Use.PRODUCT, constantWeights ? Use.FLOAT32 : Use.PRODUCT));
      if (linear.bias()) {
        inputs.add(Use.FLOAT32);
      }
      if (linear.dropout().isPresent()) {
        inputs.add(Use.EITHER);
      }
      return Uses.of(inputs, Use.PRODUCT);
    }
    if (op instanceof FusedOp.LinearBackward) {
      return Uses.of(List.of(Use.PRODUCT, Use.PRODUCT, Use.PRODUCT), Use.PRODUCT);
    }
    if (op instanceof FusedOp.MaskedScores) {
      return Uses.of(List.of(Use.PRODUCT, Use.PRODUCT, Use.FLOAT32), Use.FLOAT32);
    }
    if (op instanceof FusedOp.MaskedScoresBackward) {
      return Uses.of(List.of(Use.PRODUCT, Use.PRODUCT, Use.PRODUCT), Use.PRODUCT, Use.PRODUCT);
    }
    if (op instanceof FusedOp.LayerNormForward) {
      return Uses.of(List.of(), Use.EITHER);
    }
    if (op instanceof FusedOp.LayerNormBackward) {
      return Uses.of(List.of(Use.EITHER));
    }
    if (op instanceof FusedOp.ReluBackward || op instanceof FusedOp.ApplyMask) {
      return Uses.of(List.of(Use.EITHER, Use.EITHER), Use.EITHER);
    }
    if (op instanceof FusedOp.PadPositions || op instanceof FusedOp.CutPositions) {
      return Uses.of(List.of(Use.EITHER), Use.EITHER);
    }
    if (op instanceof FusedOp.LossAndGradient) {
      return Uses.of(List.of(Use.EITHER), Use.EITHER);
    }
    return Uses.of(List.of());
  }

  private static Uses graphUses(DynamicCustomOp op) {
    if (op instanceof AttentionScores) {
      return Uses.of(List.of(Use.PRODUCT, Use.PRODUCT), Use.FLOAT32);
    }
    if (op instanceof SelectedLinear) {
      return Uses.of(List.of(Use.PRODUCT, Use.FLOAT32, Use.FLOAT32), Use.PRODUCT);
    }
    if (op instanceof CacheWrite) {
      return Uses.of(List.of(Use.EITHER, Use.EITHER), Use.EITHER);
    }
    if (op instanceof AttentionScores.Backward) {
      return Uses.of(List.of(Use.PRODUCT, Use.PRODUCT, Use.PRODUCT), Use.PRODUCT, Use.PRODUCT);
    }
    if (op instanceof AttentionContext) {
      return Uses.of(List.of(Use.PRODUCT, Use.PRODUCT), Use.PRODUCT);
    }
    if (op instanceof AttentionContext.Backward) {
      return Uses.of(List.of(Use.PRODUCT, Use.PRODUCT, Use.PRODUCT), Use.PRODUCT, Use.PRODUCT);
    }
    if (op instanceof SoftmaxWeights) {
      // Its gradient takes one type only, and products read the weights, if not always at once.
      return Uses.of(List.of(Use.FLOAT32), Use.PRODUCT);
    }
    if (op instanceof SoftmaxWeights.Backward) {
      return Uses.of(List.of(Use.EITHER, Use.EITHER), Use.EITHER);
    }
    if (op instanceof FeedForwardActivation) {
      return Uses.of(List.of(Use.EITHER), Use.EITHER);
    }
    if (op instanceof FeedForwardActivation.Backward) {
      return Uses.of(List.of(Use.EITHER, Use.EITHER), Use.EITHER);
    }
    if (op instanceof LabelSmoothedCrossEntropy) {
      return Uses.of(List.of(Use.EITHER));
    }
    return Uses.of(List.of());
  }
}
