package dev.dolmetsch.model.engine;

/** Type of a tensor's elements. */
public enum ElementType {
  /** IEEE single precision: parameters and activations. */
  FLOAT32,
  /** Signed 32 bit: ids, lengths, positions, seeds. */
  INT32;

  /** Bytes per element. */
  public int bytes() {
    return 4;
  }
}
