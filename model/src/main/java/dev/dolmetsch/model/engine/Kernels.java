package dev.dolmetsch.model.engine;

/**
 * The seam between a plan and what computes it: a factory of kernels. One instance serves one
 * worker thread; what instances share and write, such as packed weights, is safe to share.
 */
public interface Kernels extends AutoCloseable {
  /**
   * A kernel for one operation of a plan.
   *
   * @throws IllegalArgumentException if there is no kernel for such an operation
   */
  Kernel create(OpCall call);

  /** What results depend on, for people and for provenance: {@code nd4j float32}, say. */
  String description();

  /**
   * Rewrites a plan before it has memory: operations that these kernels compute in one are fused,
   * and variables get the type that they are stored in. Does nothing unless overridden.
   */
  default void lower(PlanGraph graph) {}

  /** Called on the thread that is about to run a plan, before each run. */
  default void beforeRun() {}

  /**
   * Native bytes of rows of parameters that these kernels alone have copied, and perhaps packed,
   * for a shortlist; may be asked for by any thread.
   */
  default long selectedRowBytes() {
    return 0;
  }

  /** Releases what the kernels share. None of them is run again. */
  @Override
  default void close() {}
}
