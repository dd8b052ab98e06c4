package dev.dolmetsch.model.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A step of a plan with the tensors it reads and writes.
 *
 * @param op what it computes
 * @param inputs what it reads, in the operation's order
 * @param outputs what it writes; an operation that aliases an input has that input's memory here
 */
public record OpCall(PlanOp op, List<Tensor> inputs, List<Tensor> outputs) {
  /** Copies the lists. */
  public OpCall {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * A step's call.
   *
   * @param op what it computes here
   * @param tensors by the names of the step's variables
   */
  public static OpCall of(PlanOp op, PlanGraph.Step step, Map<String, Tensor> tensors) {
    return new OpCall(op, named(step.inputs(), tensors), named(step.outputs(), tensors));
  }

  private static List<Tensor> named(List<String> names, Map<String, Tensor> tensors) {
    List<Tensor> found = new ArrayList<>(names.size());
    for (String name : names) {
      found.add(Objects.requireNonNull(tensors.get(name), name));
    }
    return found;
  }

  /** An input. */
  public Tensor input(int index) {
    return inputs.get(index);
  }

  /** An output. */
  public Tensor output(int index) {
    return outputs.get(index);
  }

  /** Bytes that it reads and writes. */
  public long bytes() {
    long bytes = 0;
    for (List<Tensor> tensors : List.of(inputs, outputs)) {
      for (Tensor tensor : tensors) {
        bytes += (long) tensor.length() * tensor.type().bytes();
      }
    }
    return bytes;
  }
}
