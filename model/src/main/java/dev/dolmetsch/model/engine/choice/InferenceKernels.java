package dev.dolmetsch.model.engine.choice;

import dev.dolmetsch.model.engine.Int8Weights;
import dev.dolmetsch.model.engine.Kernels;
import dev.dolmetsch.model.engine.nd4j.Nd4jKernels;
import dev.dolmetsch.model.engine.onednn.OneDnnKernels;
import dev.dolmetsch.model.engine.onednn.PackedWeights;
import java.util.Optional;

/**
 * Kernels of workers that run the same unchanging parameters, and what they share.
 *
 * <p>Thread-safe.
 */
public final class InferenceKernels implements AutoCloseable {
  private final boolean oneDnn;
  private final boolean bf16;
  private final PackedWeights weights;

  InferenceKernels(boolean oneDnn, boolean bf16, Optional<Int8Weights> int8) {
    this.weights = new PackedWeights(int8);
    this.oneDnn = oneDnn;
    this.bf16 = bf16;
  }

  /** New kernels, for one worker. */
  public Kernels create() {
    return oneDnn ? OneDnnKernels.forInference(bf16, weights) : new Nd4jKernels();
  }

  /** Bytes of the copies of parameters that the workers share. */
  public long packedBytes() {
    return weights.bytes();
  }

  /** Releases what the workers share; they must have ended. */
  @Override
  public void close() {
    weights.close();
  }
}
