package dev.dolmetsch.model.engine;

/**
 * The seam between a plan and what computes it: a factory of kernels. One instance serves one
 * worker thread; instances share nothing that they write.
 */
public interface Kernels {
  /**
   * A kernel for one operation of a plan.
   *
   * @throws IllegalArgumentException if there is no kernel for such an operation
   */
  Kernel create(OpCall call);

  /** What results depend on, for people and for provenance: {@code nd4j float32}, say. */
  String description();
}
