package dev.dolmetsch.model.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A plan before it has memory: steps in an order that works, and the shape and type of every
 * variable. Kernels rewrite it (see {@link Kernels#lower}); then {@link PlanLayout} gives each
 * variable its place.
 */
public final class PlanGraph {
  /** One step: what it computes, and the names of the variables that it reads and writes. */
  public static final class Step {
    private final PlanOp op;
    private final List<String> inputs;
    private final List<String> outputs;

    /** A step; equal to itself alone. */
    public Step(PlanOp op, List<String> inputs, List<String> outputs) {
      this.op = op;
      this.inputs = List.copyOf(inputs);
      this.outputs = List.copyOf(outputs);
    }

    /** What it computes. */
    public PlanOp op() {
      return op;
    }

    /** Names of the variables it reads. */
    public List<String> inputs() {
      return inputs;
    }

    /** Names of the variables it writes. */
    public List<String> outputs() {
      return outputs;
    }

    /** An input's name. */
    public String input(int index) {
      return inputs.get(index);
    }

    /** The first output's name. */
    public String output() {
      return outputs.get(0);
    }
  }

  /**
   * That a variable lies in another one's memory.
   *
   * @param owner the variable whose memory it is
   * @param column the first of its columns in the owner's rows
   * @param rowStride elements from one row to the next; 0 where the memory is dense
   */
  record View(String owner, int column, int rowStride) {}

  private final Set<String> outputs;
  private final Map<String, Tensor> outside;
  private final Map<String, Tensor> bound;
  private final Map<String, long[]> shapes = new LinkedHashMap<>();
  private final Map<String, ElementType> types = new HashMap<>();
  private final Map<String, View> views = new HashMap<>();
  private final Set<String> inputs = new HashSet<>();
  private List<Step> steps = new ArrayList<>();
  private int rowMultiple = 1;
  private boolean outputsOfAnyType;

  /**
   * A graph without steps.
   *
   * @param outputs variables to be read after a run
   * @param bound variables whose memory lies elsewhere; does not change
   */
  PlanGraph(List<String> outputs, Map<String, Tensor> bound) {
    this.outputs = Set.copyOf(outputs);
    this.outside = new HashMap<>(bound);
    this.bound = bound;
  }

  // Building.

  void add(Step step) {
    steps.add(step);
  }

  /** Declares a variable that no step writes and whose memory is not the plan's. */
  public void addOutside(String name, Tensor tensor) {
    outside.put(name, tensor);
    declare(name, tensor.type(), tensor.shape());
  }

  /** Declares a variable that is filled before a run. */
  void addInput(String name, ElementType type, long... shape) {
    inputs.add(name);
    declare(name, type, shape);
  }

  void declare(String name, ElementType type, long... shape) {
    shapes.put(name, shape.clone());
    types.put(name, type);
  }

  // Reading.

  /** The steps, in order. */
  public List<Step> steps() {
    return List.copyOf(steps);
  }

  /** A variable's extents. */
  public long[] shape(String name) {
    long[] shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException("the plan has no variable " + name);
    }
    return shape.clone();
  }

  /** Whether there is such a variable. */
  public boolean has(String name) {
    return shapes.containsKey(name);
  }

  /** Whether a variable is filled before a run, though a step may write into it, too. */
  public boolean isInput(String name) {
    return inputs.contains(name);
  }

  Set<String> variables() {
    return shapes.keySet();
  }

  /** The type that a variable is stored in. */
  public ElementType type(String name) {
    return types.getOrDefault(name, ElementType.FLOAT32);
  }

  /** Whether a variable must be there, as it is, after a run. */
  public boolean isKept(String name) {
    return outputs.contains(name) || outside.containsKey(name);
  }

  /** Whether a variable may be stored in a type that the kernels choose. */
  public boolean mayChangeType(String name) {
    return !isOutside(name) && (!isKept(name) || (outputsOfAnyType && outputs.contains(name)));
  }

  /** Whether a variable's memory is not the plan's. */
  public boolean isOutside(String name) {
    return outside.containsKey(ownerOf(name));
  }

  /** The memory of a variable that has memory of its own which is not the plan's. */
  public Optional<Tensor> outside(String name) {
    return Optional.ofNullable(outside.get(name));
  }

  /** The value of a constant that is a single number; nothing if it is not one. */
  public Optional<Float> scalarConstant(String name) {
    Tensor tensor = bound.containsKey(name) ? null : outside.get(name);
    return tensor == null || tensor.length() != 1 || tensor.type() != ElementType.FLOAT32
        ? Optional.empty()
        : Optional.of(tensor.floats().get(0));
  }

  /** The steps that read each variable. */
  public Map<String, List<Step>> consumers() {
    Map<String, List<Step>> consumers = new HashMap<>();
    for (Step step : steps) {
      for (String input : step.inputs) {
        List<Step> ofInput = consumers.computeIfAbsent(input, name -> new ArrayList<>(2));
        if (ofInput.isEmpty() || ofInput.get(ofInput.size() - 1) != step) {
          ofInput.add(step);
        }
      }
    }
    return consumers;
  }

  /** The step that writes each variable. */
  public Map<String, Step> producers() {
    Map<String, Step> producers = new HashMap<>();
    for (Step step : steps) {
      for (String output : step.outputs) {
        producers.put(output, step);
      }
    }
    return producers;
  }

  Optional<View> view(String name) {
    return Optional.ofNullable(views.get(name));
  }

  /** The variable whose memory a variable lies in; itself, if it has memory of its own. */
  public String ownerOf(String name) {
    String owner = name;
    for (View view = views.get(name); view != null; view = views.get(owner)) {
      owner = view.owner;
    }
    return owner;
  }

  /** Where a variable's columns begin in the matrix that they are part of. */
  public int columnOf(String name) {
    return view(name).map(View::column).orElse(0);
  }

  /** Rows for which a matrix of the plan's own has memory; 0 if it is not a matrix. */
  int memoryRows(String name) {
    long[] shape = shape(name);
    return shape.length == 2 ? (int) ((shape[0] + rowMultiple - 1) / rowMultiple * rowMultiple) : 0;
  }

  // Rewriting.

  /** Replaces all steps. */
  public void setSteps(List<Step> newSteps) {
    steps = new ArrayList<>(newSteps);
  }

  /** A new variable. */
  public String newVariable(String name, ElementType type, long... shape) {
    if (has(name)) {
      throw new IllegalArgumentException("the plan already has a variable " + name);
    }
    declare(name, type, shape);
    return name;
  }

  /** Changes a variable's extents. */
  public void setShape(String name, long... shape) {
    shapes.put(name, shape.clone());
  }

  /** Lets kernels choose the type of outputs, too. */
  void letOutputsHaveAnyType() {
    outputsOfAnyType = true;
  }

  /** Changes the type that a variable is stored in. */
  public void setType(String name, ElementType type) {
    types.put(name, type);
  }

  /** Lets a variable have another's memory. */
  public void share(String name, String owner) {
    if (outside.containsKey(name)) {
      throw new IllegalArgumentException(
          name + " is the same memory as " + owner + ", so it cannot be bound elsewhere");
    }
    views.put(name, new View(owner, 0, 0));
  }

  /** Makes a matrix some columns of another one. */
  public void makeColumns(String name, String owner, int column) {
    views.put(name, new View(owner, column, (int) shape(owner)[1]));
  }

  /** Rounds the memory of every matrix up to whole multiples of so many rows. */
  public void padRows(int multiple) {
    rowMultiple = multiple;
  }

  /** Whether a variable stands right behind another one in memory that is not the plan's. */
  public boolean follows(String name, String before) {
    Tensor second = outside.get(name);
    Tensor first = outside.get(before);
    return first != null && second != null && second.follows(first);
  }

  /**
   * One variable over bound variables that stand next to each other in memory, first to last, their
   * first extents added up.
   *
   * @return its name; nothing if they do not
   */
  public Optional<String> join(List<String> names) {
    List<Tensor> parts = new ArrayList<>();
    for (String name : names) {
      Tensor part = outside.get(name);
      if (part == null || (!parts.isEmpty() && !part.follows(parts.get(parts.size() - 1)))) {
        return Optional.empty();
      }
      parts.add(part);
    }
    String name = String.join("+", names);
    if (!has(name)) {
      long[] shape = parts.get(0).shape();
      shape[0] = parts.stream().mapToLong(part -> part.extent(0)).sum();
      outside.put(name, parts.get(0).widened(shape));
      declare(name, parts.get(0).type(), shape);
    }
    return Optional.of(name);
  }

  /** Bound variables in the order of their addresses. */
  public Comparator<String> byAddress() {
    return Comparator.comparingLong(
        name -> outside(name).map(Tensor::address).orElse(Long.MAX_VALUE));
  }

  @Override
  public String toString() {
    return steps.stream()
        .map(
            step ->
                step.outputs
                    + " = "
                    + step.op.label()
                    + step.inputs.stream().map(this::typed).toList())
        .collect(Collectors.joining("\n"));
  }

  private String typed(String name) {
    return name + ":" + type(name) + Arrays.toString(shape(name));
  }
}
