package dev.dolmetsch.model.engine.choice;

/** What computes the operations. */
public enum KernelKind {
  /** oneDNN where its libraries load, else ND4J. */
  AUTO,
  /** oneDNN, on processors that it has libraries for. */
  ONEDNN,
  /** ND4J's libraries and the JVM, everywhere. */
  ND4J
}
