package dev.dolmetsch.model.engine;

/** What one step of a plan computes: an operation of the graph, or several fused into one. */
public interface PlanOp {
  /** What it is called in a printed plan. */
  String label();

  /**
   * The index of an input whose memory the first output may take over where that input is not
   * needed any more, or −1.
   */
  default int reusableInput() {
    return -1;
  }

  /** Whether its work is one or more matrix products. */
  default boolean isProduct() {
    return false;
  }
}
