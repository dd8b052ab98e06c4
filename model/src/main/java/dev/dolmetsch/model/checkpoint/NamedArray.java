package dev.dolmetsch.model.checkpoint;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * A named array that is to be written: a view of someone's memory, never a copy.
 *
 * @param name dotted name, such as {@code encoder.layers.0.self_attention.query.weight}
 * @param shape lengths of the dimensions, row-major; empty for a scalar
 * @param type type of the elements
 * @param data the elements, from the buffer's position to its limit
 */
public record NamedArray(String name, List<Long> shape, StoredType type, Buffer data) {
  /** Refuses data of another type or length than the shape says. */
  public NamedArray {
    shape = List.copyOf(shape);
    if (name.isEmpty() || name.equals(SafetensorsHeader.METADATA)) {
      throw new IllegalArgumentException("\"" + name + "\" cannot be the name of a tensor");
    }
    boolean matches =
        switch (type) {
          case F32 -> data instanceof FloatBuffer;
          case I32 -> data instanceof IntBuffer;
          case I64 -> data instanceof LongBuffer;
          case I8 -> data instanceof ByteBuffer;
        };
    if (!matches) {
      throw new IllegalArgumentException(name + ": the buffer does not hold " + type);
    }
    long elements = StoredType.elements(shape);
    if (elements != data.remaining()) {
      throw new IllegalArgumentException(
          name
              + ": shape "
              + shape
              + " has "
              + elements
              + " elements, but the buffer has "
              + data.remaining());
    }
  }

  /** A float32 tensor. */
  public static NamedArray of(String name, FloatBuffer data, long... shape) {
    return new NamedArray(name, boxed(shape), StoredType.F32, data);
  }

  /** An int32 tensor. */
  public static NamedArray of(String name, IntBuffer data, long... shape) {
    return new NamedArray(name, boxed(shape), StoredType.I32, data);
  }

  /** An int64 tensor. */
  public static NamedArray of(String name, LongBuffer data, long... shape) {
    return new NamedArray(name, boxed(shape), StoredType.I64, data);
  }

  /** An int8 tensor. */
  public static NamedArray of(String name, ByteBuffer data, long... shape) {
    return new NamedArray(name, boxed(shape), StoredType.I8, data);
  }

  private static List<Long> boxed(long[] shape) {
    return Arrays.stream(shape).boxed().toList();
  }
}
