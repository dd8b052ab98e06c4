package dev.dolmetsch.model.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A SameDiff graph compiled for one set of input shapes: operations in order, every buffer at a
 * fixed place, every kernel made. Running it does nothing but run the kernels.
 *
 * <p>Belongs to one worker thread.
 */
public final class ExecutionPlan {
  private final Map<String, Tensor> tensors;
  private final List<PlanProfile.Step> steps;
  private final List<Kernel> kernels;
  private final Kernels factory;
  private boolean retired;

  private ExecutionPlan(
      Map<String, Tensor> tensors,
      List<PlanProfile.Step> steps,
      List<Kernel> kernels,
      Kernels factory) {
    this.tensors = tensors;
    this.steps = steps;
    this.kernels = kernels;
    this.factory = factory;
  }

  /**
   * Binds a plan to memory. Of the graph no more is kept than runs and their profiles need, as
   * there may be hundreds of plans.
   *
   * @param inputArena has room for {@code layout.inputBytes()}
   * @param computedArena has room for {@code layout.computedBytes()}
   */
  static ExecutionPlan bind(
      PlanGraph graph, PlanLayout layout, Arena inputArena, Arena computedArena, Kernels kernels) {
    Map<String, Tensor> tensors = new HashMap<>();
    for (String name : graph.variables()) {
      if (layout.has(name)) {
        tensors.put(name, tensor(graph, name, layout, inputArena, computedArena));
      }
    }
    List<OpCall> calls = new ArrayList<>(graph.steps().size());
    List<Kernel> bodies = new ArrayList<>(graph.steps().size());
    try {
      for (PlanGraph.Step step : graph.steps()) {
        OpCall call = OpCall.of(step.op(), step, tensors);
        calls.add(call);
        bodies.add(kernels.create(call));
      }
    } catch (RuntimeException | Error e) {
      bodies.forEach(Kernel::close);
      throw e;
    }
    tensors.keySet().removeIf(name -> !graph.isInput(name) && !graph.isKept(name));
    return new ExecutionPlan(
        Map.copyOf(tensors), PlanProfile.steps(graph, calls, bodies), List.copyOf(bodies), kernels);
  }

  private static Tensor tensor(
      PlanGraph graph, String name, PlanLayout layout, Arena inputArena, Arena computedArena) {
    long[] shape = graph.shape(name);
    Optional<PlanGraph.View> view = graph.view(name);
    if (view.isPresent()) {
      Tensor owner = tensor(graph, view.get().owner(), layout, inputArena, computedArena);
      return view.get().rowStride() == 0
          ? owner.reshape(shape)
          : owner.columns(view.get().column(), view.get().rowStride(), shape);
    }
    Optional<Tensor> outside = graph.outside(name);
    if (outside.isPresent()) {
      return outside.get();
    }
    Arena arena = layout.isComputed(name) ? computedArena : inputArena;
    return new Tensor(arena.memory(), arena.start() + layout.offset(name), graph.type(name), shape)
        .withMemoryRows(graph.memoryRows(name));
  }

  /**
   * An input to fill before a run, or an output to read after it. Plans of one runner share their
   * memory, so neither outlasts the run of another plan; what a run computes does not outlast one
   * of another runner that computes in the same memory.
   *
   * @throws IllegalArgumentException if there is no such input or output
   */
  public Tensor tensor(String name) {
    requireMemory();
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("the plan has no input or output " + name);
    }
    return tensor;
  }

  /** Runs every kernel in order. */
  public void run() {
    run(null);
  }

  /** Runs every kernel in order, timing each if there is a profile to add it to. */
  void run(@Nullable PlanProfile profile) {
    requireMemory();
    factory.beforeRun();
    if (profile == null || !profile.timesKernels()) {
      for (Kernel kernel : kernels) {
        kernel.run();
      }
      return;
    }
    long[] nanoseconds = new long[steps.size()];
    int step = 0;
    for (Kernel kernel : kernels) {
      if (kernel instanceof CompositeKernel composite) {
        composite.run(nanoseconds, step);
        step += composite.parts().size();
      } else {
        long before = System.nanoTime();
        kernel.run();
        nanoseconds[step++] = System.nanoTime() - before;
      }
    }
    profile.add(steps, nanoseconds);
  }

  /** Forbids the plan to run again, as its memory is about to go or it is no longer kept. */
  void retire() {
    retired = true;
    kernels.forEach(Kernel::close);
  }

  private void requireMemory() {
    if (retired) {
      throw new IllegalStateException(
          "the plan's memory is gone, as a larger plan was made in it, or too many others of its"
              + " runner, or the runner was closed; ask the runner for the plan again");
    }
  }
}
