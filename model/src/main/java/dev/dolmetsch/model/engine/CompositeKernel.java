package dev.dolmetsch.model.engine;

import java.util.List;

/** A kernel that does several steps of a plan in turn, which a profile tells apart. */
public interface CompositeKernel extends Kernel {
  /**
   * One of its steps.
   *
   * @param operation the first variable that it writes
   * @param call its first call
   * @param calls how many calls a run makes, each of a share of the work
   */
  record Part(String operation, OpCall call, int calls) {}

  /** Its steps. */
  List<Part> parts();

  /** Runs, and adds the time that part i took to {@code nanoseconds[from + i]}. */
  void run(long[] nanoseconds, int from);
}
