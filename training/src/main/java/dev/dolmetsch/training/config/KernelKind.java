package dev.dolmetsch.training.config;

/** What computes the operations. */
public enum KernelKind {
  /** The fastest that this machine has; what was chosen is recorded in each checkpoint. */
  AUTO,
  /** ND4J's own operations, everywhere. */
  ND4J
}
