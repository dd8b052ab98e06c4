package dev.dolmetsch.model.engine;

import dev.dolmetsch.model.ops.GraphOp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/**
 * What a plan will do, before it has memory: the operations needed for some outputs in an order
 * that works, every variable's shape, and a place for it in a shared block of memory, where
 * variables that are never alive at the same time share their place.
 *
 * @param steps operations in order, without those that do nothing
 * @param variables shape and place of every variable
 * @param constants the graph's own arrays, in memory of their own: plans that share the block write
 *     all over it, but a constant is written once
 * @param bytes size of the block
 */
record PlanLayout(
    List<Step> steps, Map<String, Place> variables, Map<String, Tensor> constants, long bytes) {

  /** One operation and the names of its variables. */
  record Step(DynamicCustomOp op, List<String> inputs, List<String> outputs) {}

  /**
   * Where a variable lies.
   *
   * @param owner the variable whose memory this one shares; itself, if it has memory of its own
   * @param offset first byte in the block, unless the owner is bound or constant
   */
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody; copied by Tensor.
  record Place(ElementType type, long[] shape, String owner, long offset) {}

  /**
   * Lays a graph out.
   *
   * @param outputs variables that must still be there after a run
   * @param inputShapes shapes of the placeholders that the outputs need
   * @param bound shapes of variables whose memory lies elsewhere
   */
  static PlanLayout of(
      SameDiff graph,
      List<String> outputs,
      Map<String, long[]> inputShapes,
      Map<String, long[]> bound) {
    return new Compiler(graph, outputs, inputShapes, bound).compile();
  }

  private static final class Compiler {
    private final SameDiff graph;
    private final List<String> outputs;
    private final Map<String, long[]> inputShapes;
    private final Map<String, long[]> bound;
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, long[]> shapes = new LinkedHashMap<>();
    private final Map<String, ElementType> types = new HashMap<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();

    /** Variables that share another's memory, by the name of the one whose memory it is. */
    private final Map<String, String> owners = new HashMap<>();

    Compiler(
        SameDiff graph,
        List<String> outputs,
        Map<String, long[]> inputShapes,
        Map<String, long[]> bound) {
      this.graph = graph;
      this.outputs = outputs;
      this.inputShapes = inputShapes;
      this.bound = bound;
    }

    PlanLayout compile() {
      for (SameDiffOp op : neededOps()) {
        addStep(op);
      }
      return place();
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
    private @org.jspecify.annotations.Nullable String producerOf(String variable) {
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
      List<long[]> in = inputs.stream().map(shapes::get).toList();
      List<long[]> out =
          op instanceof GraphOp own
              ? own.outputShapes(in)
              : BuiltInShapes.of(op, inputs, in, types);
      for (int i = 0; i < results.size(); i++) {
        shapes.put(results.get(i), out.get(i));
        types.put(results.get(i), typeOf(graph.getVariable(results.get(i))));
      }
      if (op instanceof GraphOp own && own.aliasedInput() >= 0) {
        share(results.get(0), inputs.get(own.aliasedInput()));
      }
      steps.add(new Step(op, inputs, results));
    }

    /** Lets the result of an operation that moves nothing have its input's memory. */
    private void share(String result, String input) {
      if (bound.containsKey(result)) {
        throw new IllegalArgumentException(
            result + " is the same memory as " + input + ", so it cannot be bound elsewhere");
      }
      owners.put(result, owner(input));
    }

    /** Gives a variable that no operation makes its shape. */
    private void addLeaf(String name) {
      if (shapes.containsKey(name)) {
        return;
      }
      SDVariable variable = graph.getVariable(name);
      types.put(name, typeOf(variable));
      long[] shape = bound.containsKey(name) ? bound.get(name) : inputShapes.get(name);
      if (shape == null) {
        INDArray array = variable.isPlaceHolder() ? null : variable.getArr();
        if (array == null) {
          throw new IllegalArgumentException("no shape was given for the input " + name);
        }
        shape = array.shape();
        constants.put(name, constant(typeOf(variable), array));
      }
      shapes.put(name, shape);
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

    /** Whether a variable's memory is not in the block. */
    private boolean isOutside(String name) {
      return bound.containsKey(name) || constants.containsKey(name);
    }

    private String owner(String name) {
      return owners.getOrDefault(name, name);
    }

    private PlanLayout place() {
      int last = steps.size();
      Map<String, Integer> lastUse = new HashMap<>();
      for (int i = 0; i < last; i++) {
        for (String name : steps.get(i).inputs()) {
          lastUse.put(owner(name), i);
        }
      }
      for (String output : outputs) {
        lastUse.put(owner(output), last);
      }
      FreeList memory = new FreeList();
      Map<String, Long> offsets = new HashMap<>();
      // Inputs keep their place for the whole run, so that a plan can run again.
      for (String name : shapes.keySet()) {
        if (producerOf(name) == null && !isOutside(name)) {
          offsets.put(name, memory.take(bytes(name)));
        }
      }
      for (int i = 0; i < last; i++) {
        Step step = steps.get(i);
        for (String output : step.outputs()) {
          if (owner(output).equals(output) && !isOutside(output)) {
            offsets.put(output, memory.take(bytes(output)));
          }
        }
        Set<String> released = new HashSet<>();
        for (String name : concat(step.inputs(), step.outputs())) {
          String owner = owner(name);
          boolean dead = lastUse.getOrDefault(owner, i) == i && producerOf(owner) != null;
          Long offset = offsets.get(owner);
          if (dead && offset != null && released.add(owner)) {
            memory.release(offset, bytes(owner));
          }
        }
      }
      Map<String, Place> places = new LinkedHashMap<>();
      for (var entry : shapes.entrySet()) {
        String name = entry.getKey();
        ElementType type = types.getOrDefault(name, ElementType.FLOAT32);
        String owner = owner(name);
        long offset = offsets.getOrDefault(owner, 0L);
        places.put(name, new Place(type, entry.getValue(), owner, offset));
      }
      return new PlanLayout(List.copyOf(steps), places, Map.copyOf(constants), memory.highWater());
    }

    private long bytes(String name) {
      long[] shape = shapes.getOrDefault(name, new long[0]);
      return 4L * Tensor.length(shape);
    }

    private static List<String> concat(List<String> a, List<String> b) {
      List<String> all = new ArrayList<>(a);
      all.addAll(b);
      return all;
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
}
