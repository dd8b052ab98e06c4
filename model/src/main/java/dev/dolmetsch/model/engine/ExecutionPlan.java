package dev.dolmetsch.model.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * A SameDiff graph compiled for one set of input shapes: operations in order, every buffer at a
 * fixed place, every kernel made. Running it does nothing but run the kernels.
 *
 * <p>Belongs to one worker thread.
 */
public final class ExecutionPlan {
  private final Map<String, Tensor> tensors;
  private final List<PlanLayout.Step> steps;
  private final List<OpCall> calls;
  private final List<Kernel> kernels;
  private boolean retired;

  private ExecutionPlan(
      Map<String, Tensor> tensors,
      List<PlanLayout.Step> steps,
      List<OpCall> calls,
      List<Kernel> kernels) {
    this.tensors = tensors;
    this.steps = steps;
    this.calls = calls;
    this.kernels = kernels;
  }

  /**
   * Binds a layout to memory.
   *
   * @param memory has at least {@code layout.bytes()} behind {@code start}
   * @param start the byte at which the layout's offsets begin, its address aligned
   * @param bound tensors that live elsewhere, by the name of their variable
   */
  static ExecutionPlan bind(
      PlanLayout layout, Pointer memory, long start, Map<String, Tensor> bound, Kernels kernels) {
    Map<String, Tensor> outside = new HashMap<>(bound);
    outside.putAll(layout.constants());
    Map<String, Tensor> tensors = new HashMap<>();
    layout
        .variables()
        .forEach(
            (name, place) -> {
              Tensor owner = outside.get(place.owner());
              tensors.put(
                  name,
                  owner != null
                      ? owner.reshape(place.shape())
                      : new Tensor(memory, start + place.offset(), place.type(), place.shape()));
            });
    List<OpCall> calls = new ArrayList<>(layout.steps().size());
    List<Kernel> bodies = new ArrayList<>(layout.steps().size());
    for (PlanLayout.Step step : layout.steps()) {
      List<Tensor> inputs = step.inputs().stream().map(tensors::get).toList();
      List<Tensor> outputs = step.outputs().stream().map(tensors::get).toList();
      OpCall call = new OpCall(step.op(), inputs, outputs);
      calls.add(call);
      bodies.add(kernels.create(call));
    }
    return new ExecutionPlan(tensors, layout.steps(), calls, bodies);
  }

  /**
   * An input to fill before a run, or an output to read after it. Plans of one runner share their
   * memory, so neither outlasts the run of another plan.
   *
   * @throws IllegalArgumentException if there is no such variable
   */
  public Tensor tensor(String name) {
    requireMemory();
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("the plan has no variable " + name);
    }
    return tensor;
  }

  /** Runs every kernel in order. */
  public void run() {
    run(null);
  }

  /** Runs every kernel in order, timing each if there is a profile that wants it. */
  void run(@Nullable PlanProfile profile) {
    requireMemory();
    if (profile == null || !profile.timesKernels()) {
      for (Kernel kernel : kernels) {
        kernel.run();
      }
      return;
    }
    long[] nanoseconds = new long[kernels.size()];
    long before = System.nanoTime();
    for (int i = 0; i < nanoseconds.length; i++) {
      kernels.get(i).run();
      long after = System.nanoTime();
      nanoseconds[i] = after - before;
      before = after;
    }
    profile.add(steps, calls, nanoseconds);
  }

  /** Forbids the plan to run again, as its memory is about to go or it is no longer kept. */
  void retire() {
    retired = true;
  }

  private void requireMemory() {
    if (retired) {
      throw new IllegalStateException(
          "the plan's memory is gone, as a larger plan of its runner or too many others were made or"
              + " the runner was closed; ask the runner for the plan again");
    }
  }
}
