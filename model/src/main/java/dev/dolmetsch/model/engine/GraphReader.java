package dev.dolmetsch.model.engine;

import dev.dolmetsch.model.ops.GraphOp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/**
 * Reads the operations that some outputs of a SameDiff graph need into a {@link PlanGraph}, in an
 * order that works, with every variable's shape for given shapes of the inputs.
 */
final class GraphReader {
  private final SameDiff graph;
  private final List<String> outputs;
  private final Map<String, long[]> inputShapes;
  private final Map<String, Tensor> bound;
  private final PlanGraph plan;

  private GraphReader(
      SameDiff graph,
      List<String> outputs,
      Map<String, long[]> inputShapes,
      Map<String, Tensor> bound) {
    this.graph = graph;
    this.outputs = outputs;
    this.inputShapes = inputShapes;
    this.bound = bound;
    this.plan = new PlanGraph(outputs, bound);
  }

  /**
   * Reads a graph.
   *
   * @param outputs variables that must be there after a run
   * @param inputShapes shapes of the placeholders that the outputs need
   * @param bound variables whose memory lies elsewhere
   * @throws IllegalArgumentException if an input's shape is missing, or shapes do not fit together
   */
  static PlanGraph read(
      SameDiff graph,
      List<String> outputs,
      Map<String, long[]> inputShapes,
      Map<String, Tensor> bound) {
    GraphReader reader = new GraphReader(graph, outputs, inputShapes, bound);
    for (SameDiffOp op : reader.neededOps()) {
      reader.addStep(op);
    }
    return reader.plan;
  }

  /** Operations that the outputs need, in the order of their creation, inputs first. */
  private List<SameDiffOp> neededOps() {
    Set<String> needed = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(outputs);
    while (!open.isEmpty()) {
      String producer = producerOf(open.pop());
      if (producer != null && needed.add(producer)) {
        open.addAll(op(producer).getInputsToOp());
      }
    }
    List<SameDiffOp> ordered = new ArrayList<>();
    Set<String> visited = new HashSet<>();
    for (SameDiffOp op : graph.getOps().values()) {
      if (needed.contains(op.getName())) {
        visit(op, visited, ordered);
      }
    }
    return ordered;
  }

  private void visit(SameDiffOp op, Set<String> visited, List<SameDiffOp> ordered) {
    if (!visited.add(op.getName())) {
      return;
    }
    for (String input : op.getInputsToOp()) {
      String producer = producerOf(input);
      if (producer != null) {
        visit(op(producer), visited, ordered);
      }
    }
    ordered.add(op);
  }

  private SameDiffOp op(String name) {
    SameDiffOp op = graph.getOps().get(name);
    if (op == null) {
      throw new IllegalStateException("the graph has no operation " + name);
    }
    return op;
  }

  @SuppressWarnings("NullAway") // SameDiff answers null for a variable that no operation makes.
  private @Nullable String producerOf(String variable) {
    var entry = graph.getVariables().get(variable);
    if (entry == null) {
      throw new IllegalArgumentException("the graph has no variable " + variable);
    }
    return bound.containsKey(variable) && entry.getVariable().isPlaceHolder()
        ? null
        : entry.getOutputOfOp();
  }

  private void addStep(SameDiffOp node) {
    if (!(node.getOp() instanceof DynamicCustomOp op)) {
      throw new IllegalArgumentException(
          "a plan cannot run SameDiff's operation "
              + node.getOp().opName()
              + ", which ND4J executes the old way ("
              + node.getOp().getClass().getName()
              + "); write it as an operation of model.ops");
    }
    List<String> inputs = node.getInputsToOp();
    List<String> results = node.getOutputsOfOp();
    inputs.forEach(this::addLeaf);
    List<long[]> in = inputs.stream().map(plan::shape).toList();
    List<long[]> out =
        op instanceof GraphOp own
            ? own.outputShapes(in)
            : BuiltInShapes.of(op, in, inputs.stream().map(plan::type).toList());
    for (int i = 0; i < results.size(); i++) {
      plan.declare(results.get(i), typeOf(graph.getVariable(results.get(i))), out.get(i));
    }
    if (op instanceof GraphOp own && own.aliasedInput() >= 0) {
      plan.share(results.get(0), inputs.get(own.aliasedInput()));
    }
    plan.add(new PlanGraph.Step(new GraphOperation(op), inputs, results));
  }

  /** Gives a variable that no operation makes its shape. */
  private void addLeaf(String name) {
    if (plan.has(name)) {
      return;
    }
    SDVariable variable = graph.getVariable(name);
    ElementType type = typeOf(variable);
    Tensor elsewhere = bound.get(name);
    long[] shape = elsewhere == null ? inputShapes.get(name) : elsewhere.shape();
    if (shape != null) {
      plan.addInput(name, type, shape);
      return;
    }
    INDArray array = variable.isPlaceHolder() ? null : variable.getArr();
    if (array == null) {
      throw new IllegalArgumentException("no shape was given for the input " + name);
    }
    plan.addConstant(name, constant(type, array));
  }

  private static Tensor constant(ElementType type, INDArray array) {
    Tensor constant = Tensor.allocate(type, array.shape());
    if (type == ElementType.INT32) {
      constant.set(array.dup('c').data().asInt());
    } else {
      constant.set(array.dup('c').data().asFloat());
    }
    return constant;
  }

  private static ElementType typeOf(SDVariable variable) {
    DataType type = variable.dataType();
    if (type == DataType.FLOAT) {
      return ElementType.FLOAT32;
    }
    if (type == DataType.INT32) {
      return ElementType.INT32;
    }
    throw new IllegalArgumentException(
        "variable " + variable.name() + " is " + type + "; only FLOAT and INT are supported");
  }
}
