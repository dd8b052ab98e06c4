package dev.dolmetsch.model.engine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Runs one graph for one worker: compiles a plan for each new set of input shapes, keeps the plans
 * it used last, and lets all of them share memory: one arena for inputs, which keep what they hold
 * from run to run, and one for what a run computes, which other runners may use in their turn.
 *
 * <p>Belongs to one thread at a time.
 */
public final class GraphRunner implements AutoCloseable {
  /** As many as the batches of a corpus have shapes: Multi30k's of 512 tokens have 394 a worker. */
  static final int PLANS_KEPT = 512;

  private final GraphReader graph;
  private final Kernels kernels;
  private final Arena inputs = new Arena();
  private final Arena computed;
  private final boolean ownsComputed;
  private boolean outputsOfAnyType;
  private @Nullable PlanProfile profile;
  private final LinkedHashMap<String, ExecutionPlan> plans = new LinkedHashMap<>(64, 0.75f, true);

  /**
   * A runner of a graph.
   *
   * @param outputs variables to be read after a run
   * @param bound variables whose memory lies elsewhere: parameters to read, gradients to write
   * @param kernels closed with the runner; runners that share them are closed together
   */
  public GraphRunner(
      SameDiff graph, List<String> outputs, Map<String, Tensor> bound, Kernels kernels) {
    this(graph, outputs, bound, kernels, new Arena(), true);
  }

  /**
   * A runner that computes in memory which others use, too: what it leaves must be read before
   * another one is asked for a plan, and all of them belong to one thread at a time.
   *
   * @param outputs variables to be read after a run
   * @param bound variables whose memory lies elsewhere: parameters to read, gradients to write
   * @param kernels closed with the runner; runners that share them are closed together
   * @param computed to be closed by the caller
   */
  public GraphRunner(
      SameDiff graph,
      List<String> outputs,
      Map<String, Tensor> bound,
      Kernels kernels,
      Arena computed) {
    this(graph, outputs, bound, kernels, computed, false);
  }

  private GraphRunner(
      SameDiff graph,
      List<String> outputs,
      Map<String, Tensor> bound,
      Kernels kernels,
      Arena computed,
      boolean ownsComputed) {
    this.graph = new GraphReader(graph, List.copyOf(outputs), Map.copyOf(bound));
    this.kernels = kernels;
    this.computed = computed;
    this.ownsComputed = ownsComputed;
    inputs.add(this);
    computed.add(this);
  }

  /**
   * A runner whose outputs are stored in whatever type the kernels write best, not always in
   * float32: what reads them must look.
   *
   * @param outputs variables to be read after a run
   * @param bound variables whose memory lies elsewhere
   */
  public static GraphRunner ofStoredOutputs(
      SameDiff graph, List<String> outputs, Map<String, Tensor> bound, Kernels kernels) {
    GraphRunner runner = new GraphRunner(graph, outputs, bound, kernels);
    runner.outputsOfAnyType = true;
    return runner;
  }

  /**
   * The plan for these shapes of the graph's inputs, compiled now if it is not kept. Plans got
   * before, also of runners that compute in the same memory, may have to be asked for again: a
   * larger one moves the memory that all of them share, and only the last used are kept.
   *
   * @throws IllegalArgumentException if an input's shape is missing, or shapes do not fit together
   */
  public ExecutionPlan plan(Map<String, long[]> inputShapes) {
    String key = key(inputShapes);
    ExecutionPlan plan = plans.get(key);
    if (plan == null) {
      plan = profile == null ? compile(inputShapes) : profile.timed(() -> compile(inputShapes));
      plans.put(key, plan);
      if (plans.size() > PLANS_KEPT) {
        Iterator<ExecutionPlan> eldest = plans.values().iterator();
        eldest.next().retire();
        eldest.remove();
      }
    }
    return plan;
  }

  /** Runs a plan of this runner, timing each kernel if a profile was asked for. */
  public void run(ExecutionPlan plan) {
    plan.run(profile);
  }

  /** Times all kernels from now on; null ends it. */
  public void profile(@Nullable PlanProfile newProfile) {
    profile = newProfile;
  }

  private ExecutionPlan compile(Map<String, long[]> inputShapes) {
    PlanGraph plan = graph.read(inputShapes);
    if (outputsOfAnyType) {
      plan.letOutputsHaveAnyType();
    }
    kernels.lower(plan);
    PlanLayout layout = PlanLayout.of(plan);
    inputs.require(layout.inputBytes());
    computed.require(layout.computedBytes());
    return ExecutionPlan.bind(plan, layout, inputs, computed, kernels);
  }

  private static String key(Map<String, long[]> shapes) {
    List<String> parts = new ArrayList<>();
    new TreeMap<>(shapes)
        .forEach((name, shape) -> parts.add(name + java.util.Arrays.toString(shape)));
    return String.join(";", parts);
  }

  /**
   * Native bytes that all plans share, without memory that other runners use, too; may be asked for
   * by any thread.
   */
  public long memoryBytes() {
    return inputs.capacity() + (ownsComputed ? computed.capacity() : 0);
  }

  @Override
  public void close() {
    inputs.close();
    if (ownsComputed) {
      computed.close();
    }
    kernels.close();
  }

  /** Lets no plan run any more, as its memory is about to go. */
  void retirePlans() {
    plans.values().forEach(ExecutionPlan::retire);
    plans.clear();
  }
}
