package dev.dolmetsch.model.engine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dolmetsch.model.engine.nd4j.Nd4jKernels;
import dev.dolmetsch.model.engine.onednn.OneDnn;
import dev.dolmetsch.model.engine.onednn.OneDnnKernels;

/** Kernels that must pass the same tests, within the same tolerances: all compute in float32. */
public enum KernelsUnderTest {
  ND4J {
    @Override
    public Kernels create() {
      return new Nd4jKernels();
    }
  },

  /** On fused plans. */
  ONEDNN {
    @Override
    public Kernels create() {
      assumeTrue(OneDnn.isAvailable(), () -> OneDnn.whyUnavailable().orElse(""));
      return new OneDnnKernels(false);
    }
  };

  /** Kernels for one worker; skips the test where their natives do not load. */
  public abstract Kernels create();
}
