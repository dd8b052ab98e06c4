package dev.dolmetsch.model.checkpoint;

import java.util.List;

/** The types of elements that are read and written, of all that safetensors defines. */
public enum StoredType {
  /** IEEE 754 single precision. */
  F32(4),
  /** Signed, 32 bits. */
  I32(4),
  /** Signed, 64 bits. */
  I64(8),
  /** Signed, 8 bits. */
  I8(1);

  private final int bytes;

  StoredType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /**
   * Elements of an array of that shape; 1 for the empty shape.
   *
   * @throws IllegalArgumentException if a length is negative or the product is no {@code long}
   */
  static long elements(List<Long> shape) {
    long product = 1;
    for (long length : shape) {
      if (length < 0) {
        throw new IllegalArgumentException("shape " + shape + " has a negative length");
      }
      try {
        product = Math.multiplyExact(product, length);
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException("shape " + shape + " is too large", e);
      }
    }
    return product;
  }
}
