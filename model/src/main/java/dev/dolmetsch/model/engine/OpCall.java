package dev.dolmetsch.model.engine;

import java.util.List;

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
