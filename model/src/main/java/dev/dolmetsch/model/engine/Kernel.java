package dev.dolmetsch.model.engine;

/** One operation, bound to its tensors. Running it reads its inputs and overwrites its outputs. */
@FunctionalInterface
public interface Kernel {
  /** Computes. Called from one thread at a time. */
  void run();
}
