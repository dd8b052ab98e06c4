package dev.dolmetsch.model.engine;

import java.util.List;

/** A kernel that does several steps of a plan in turn, which a profile tells apart. */
public interface CompositeKernel extends Kernel {
  /**
   * One of its steps.
   *
   * @param operation the first variable that it writes
   * @param call the first call of it in a run, which does a share of the work
   * @param calls how many there are, the others of as many sentences or fewer
   * @param bytes that all of them read and write
   */
  record Part(String operation, OpCall call, int calls, long bytes) {}

  /** Its steps. */
  List<Part> parts();

  /** Runs, and adds the time that part i took to {@code nanoseconds[from + i]}. */
  void run(long[] nanoseconds, int from);
}
