package dev.dolmetsch.model.engine;

import dev.dolmetsch.model.ops.GraphOp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/**
 * Reads the operations that some outputs of a SameDiff graph need into {@link PlanGraph}s, in an
 * order that works, with every variable's shape for given shapes of the inputs. What does not
 * depend on these is looked up once, when the first plan is read: the graph must be complete then.
 */
final class GraphReader {
  /** An operation, and the types of what it makes. */
  private record Node(
      DynamicCustomOp op, List<String> inputs, List<String> results, List<ElementType> types) {}

  /**
   * A variable that no operation makes.
   *
   * @param constant its value when the first plan is read, unless the caller gives one
   */
  private record Leaf(ElementType type, Optional<Tensor> constant) {}

  private final SameDiff graph;
  private final List<String> outputs;
  private final Map<String, Tensor> bound;
  private final Map<String, Leaf> leaves = new HashMap<>();
  private @Nullable List<Node> nodes;

  /**
   * A reader of a graph.
   *
   * @param outputs variables that must be there after a run
   * @param bound variables whose memory lies elsewhere
   */
  GraphReader(SameDiff graph, List<String> outputs, Map<String, Tensor> bound) {
    this.graph = graph;
    this.outputs = outputs;
    this.bound = bound;
  }

  /**
   * Reads the graph.
   *
   * @param inputShapes shapes of the placeholders that the outputs need
   * @throws IllegalArgumentException if an input's shape is missing, or shapes do not fit together
   */
  PlanGraph read(Map<String, long[]> inputShapes) {
    if (nodes == null) {
      nodes = neededOps().stream().map(this::node).toList();
    }
    PlanGraph plan = new PlanGraph(outputs, bound);
    for (Node node : nodes) {
      for (String input : node.inputs) {
        if (!plan.has(input)) {
          addLeaf(plan, input, inputShapes);
        }
      }
      addStep(plan, node);
    }
    return plan;
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

  private Node node(SameDiffOp node) {
    if (!(node.getOp() instanceof DynamicCustomOp op)) {
      throw new IllegalArgumentException(
          "a plan cannot run SameDiff's operation "
              + node.getOp().opName()
              + ", which ND4J executes the old way ("
              + node.getOp().getClass().getName()
              + "); write it as an operation of model.ops");
    }
    List<String> results = List.copyOf(node.getOutputsOfOp());
    return new Node(
        op,
        List.copyOf(node.getInputsToOp()),
        results,
        results.stream().map(name -> typeOf(graph.getVariable(name))).toList());
  }

  private static void addStep(PlanGraph plan, Node node) {
    List<long[]> in = new ArrayList<>();
    List<ElementType> types = new ArrayList<>();
    for (String input : node.inputs) {
      in.add(plan.shape(input));
      types.add(plan.type(input));
    }
    List<long[]> out =
        node.op instanceof GraphOp own
            ? own.outputShapes(in)
            : BuiltInShapes.of(node.op, in, types);
    for (int i = 0; i < node.results.size(); i++) {
      plan.declare(node.results.get(i), node.types.get(i), out.get(i));
    }
    if (node.op instanceof GraphOp own && own.aliasedInput() >= 0) {
      plan.share(node.results.get(0), node.inputs.get(own.aliasedInput()));
    }
    plan.add(new PlanGraph.Step(new GraphOperation(node.op), node.inputs, node.results));
  }

  /** Gives a variable that no operation makes its shape. */
  private void addLeaf(PlanGraph plan, String name, Map<String, long[]> inputShapes) {
    Leaf leaf = leaves.computeIfAbsent(name, this::leaf);
    Tensor elsewhere = bound.get(name);
    long[] shape = elsewhere == null ? inputShapes.get(name) : elsewhere.shape();
    if (shape != null) {
      plan.addInput(name, leaf.type, shape);
    } else if (leaf.constant.isPresent()) {
      plan.addOutside(name, leaf.constant.get());
    } else {
      throw new IllegalArgumentException("no shape was given for the input " + name);
    }
  }

  private Leaf leaf(String name) {
    SDVariable variable = graph.getVariable(name);
    ElementType type = typeOf(variable);
    INDArray array = variable.isPlaceHolder() || bound.containsKey(name) ? null : variable.getArr();
    return new Leaf(type, Optional.ofNullable(array).map(value -> constant(type, value)));
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
