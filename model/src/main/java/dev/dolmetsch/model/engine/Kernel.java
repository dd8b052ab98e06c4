package dev.dolmetsch.model.engine;

/** One operation, bound to its tensors. Running it reads its inputs and overwrites its outputs. */
@FunctionalInterface
public interface Kernel extends AutoCloseable {
  /** Computes. Called from one thread at a time. */
  void run();

  /** Gives back what is not the tensors'. The kernel is not run again. */
  @Override
  default void close() {}
}
