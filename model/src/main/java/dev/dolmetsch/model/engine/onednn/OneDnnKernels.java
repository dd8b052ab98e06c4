package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.Kernels;
import dev.dolmetsch.model.engine.OpCall;
import dev.dolmetsch.model.engine.nd4j.Nd4jKernels;

/** Kernels on oneDNN. */
public final class OneDnnKernels implements Kernels {
  private final Kernels others = new Nd4jKernels();
  private final boolean bf16;

  /**
   * Kernels for one worker.
   *
   * @param bf16 whether products read and write bfloat16
   */
  public OneDnnKernels(boolean bf16) {
    this.bf16 = bf16;
  }

  @Override
  public Kernel create(OpCall call) {
    return others.create(call);
  }

  @Override
  public String description() {
    return "oneDNN " + (bf16 ? "bf16" : "float32") + " (" + OneDnn.instructionSet() + ")";
  }
}
