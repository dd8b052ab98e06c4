package dev.dolmetsch.model.engine;

/** Type of a tensor's elements. */
public enum ElementType {
  /** IEEE single precision: parameters, sums, statistics. */
  FLOAT32(4),
  /** The upper half of a single: what products read and write where they gain by it. */
  BFLOAT16(2),
  /** Signed 32 bit: ids, lengths, positions, seeds. */
  INT32(4),
  /** Signed 8 bit: what products read where they are quantised. */
  INT8(1);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes per element. */
  public int bytes() {
    return bytes;
  }
}
