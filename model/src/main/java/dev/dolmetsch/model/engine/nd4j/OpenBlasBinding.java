package dev.dolmetsch.model.engine.nd4j;

import dev.dolmetsch.model.engine.MutedThread;
import org.bytedeco.openblas.presets.openblas_nolapack;

/**
 * JavaCPP's binding of OpenBLAS. ND4J brings that of JavaCPP 1.5.7, oneDNN needs JavaCPP 1.5.13;
 * they work together, but JavaCPP warns about it on standard error when the binding's presets are
 * initialised, which does nothing but compare the versions.
 */
final class OpenBlasBinding {
  static {
    MutedThread.withoutErrors(openblas_nolapack::new);
  }

  private OpenBlasBinding() {}

  /** Initialises the presets without the warning; to be called before ND4J or OpenBLAS is used. */
  static void initialise() {
    // The static initialiser has run.
  }
}
