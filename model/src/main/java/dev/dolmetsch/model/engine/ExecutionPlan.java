package dev.dolmetsch.model.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;

/**
 * A SameDiff graph compiled for one set of input shapes: operations in order, every buffer at a
 * fixed place, every kernel made. Running it does nothing but run the kernels.
 *
 * <p>Belongs to one worker thread.
 */
public final class ExecutionPlan {
  private final Map<String, Tensor> tensors;
  private final List<Kernel> kernels;

  private ExecutionPlan(Map<String, Tensor> tensors, List<Kernel> kernels) {
    this.tensors = tensors;
    this.kernels = kernels;
  }

  /**
   * Binds a layout to memory.
   *
   * @param memory at least {@code layout.bytes()} of it
   * @param bound tensors that live elsewhere, by the name of their variable
   */
  static ExecutionPlan bind(
      PlanLayout layout, Pointer memory, Map<String, Tensor> bound, Kernels kernels) {
    Map<String, Tensor> tensors = new HashMap<>();
    layout
        .variables()
        .forEach(
            (name, place) -> {
              // A constant is written once, so it cannot live where other plans write.
              Tensor outside =
                  layout.constants().containsKey(name)
                      ? Tensor.allocate(place.type(), place.shape())
                      : bound.get(name);
              tensors.put(
                  name,
                  outside != null
                      ? outside
                      : new Tensor(memory, place.offset(), place.type(), place.shape()));
            });
    List<Kernel> bodies = new ArrayList<>(layout.steps().size());
    for (PlanLayout.Step step : layout.steps()) {
      List<Tensor> inputs = step.inputs().stream().map(tensors::get).toList();
      List<Tensor> outputs = step.outputs().stream().map(tensors::get).toList();
      bodies.add(kernels.create(new OpCall(step.op(), inputs, outputs)));
    }
    ExecutionPlan plan = new ExecutionPlan(tensors, bodies);
    layout.constants().forEach((name, values) -> plan.tensor(name).set(values));
    return plan;
  }

  /** An input to fill before a run, or an output to read after it. */
  public Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("the plan has no variable " + name);
    }
    return tensor;
  }

  /** Runs every kernel in order. */
  public void run() {
    for (Kernel kernel : kernels) {
      kernel.run();
    }
  }
}
