package dev.dolmetsch.model.engine;

import dev.dolmetsch.data.DolmetschException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Off-heap memory with a shape and a type, row-major, and dense unless it is some columns of a
 * wider matrix. It does not own the memory: that is an {@link Arena}'s or a flat parameter array's,
 * which must outlive it. Accessors throw {@link IllegalStateException} once the memory has been
 * released; pointers and buffers that were got before must not be used then.
 *
 * <p>Not safe for concurrent writing; concurrent reading is safe through buffers and pointers of
 * one's own, which the accessors return.
 */
public final class Tensor {
  private final Pointer memory;
  private final long byteOffset;
  private final ElementType type;
  private final long[] shape;
  private final int length;
  private final int rowStride;
  private final int memoryRows;

  /** Volatile, as threads may share a tensor. */
  private volatile @Nullable Pointer raw;

  /**
   * A tensor over part of some memory.
   *
   * @param memory keeps the memory alive; its address is where offset 0 lies
   * @throws IllegalArgumentException if it has more than 2²⁹ − 1 elements
   */
  public Tensor(Pointer memory, long byteOffset, ElementType type, long... shape) {
    this(memory, byteOffset, type, shape, 0, 0);
  }

  private Tensor(
      Pointer memory,
      long byteOffset,
      ElementType type,
      long[] shape,
      int rowStride,
      int memoryRows) {
    this.memory = memory;
    this.byteOffset = byteOffset;
    this.type = type;
    this.shape = shape.clone();
    this.length = length(shape);
    this.rowStride = rowStride == 0 ? (shape.length == 0 ? 1 : extent(-1)) : rowStride;
    this.memoryRows = Math.max(rows(), memoryRows);
  }

  /** Memory of its own, aligned for the widest load, released when it is no longer reachable. */
  public static Tensor allocate(ElementType type, long... shape) {
    long bytes = (long) length(shape) * type.bytes();
    return alignedIn(new BytePointer(Math.max(1, bytes) + FreeList.ALIGNMENT), type, shape);
  }

  /** A tensor at the first aligned place of some memory, which has room for that. */
  public static Tensor alignedIn(Pointer memory, ElementType type, long... shape) {
    return new Tensor(memory, Math.floorMod(-memory.address(), FreeList.ALIGNMENT), type, shape);
  }

  /** Part of a tensor's memory as another one. */
  public Tensor part(int firstElement, long... newShape) {
    return new Tensor(memory, byteOffset + (long) firstElement * type.bytes(), type, newShape);
  }

  /**
   * Number of elements of an array of that shape; 1 for a scalar's empty shape.
   *
   * @throws DolmetschException if they are more than 2²⁹ − 1, as a direct buffer has at most 2³¹ −
   *     1 bytes
   */
  public static int length(long... shape) {
    long product = 1;
    for (long extent : shape) {
      product = Math.multiplyExact(product, extent);
    }
    if (product > Integer.MAX_VALUE / 4) {
      throw new DolmetschException(
          "an array of shape "
              + Arrays.toString(shape)
              + " has more than 536,870,911 elements; use smaller batches"
              + " (training.tokens_per_batch, decoding.batch_tokens), or a smaller model if it is its"
              + " parameters");
    }
    return (int) product;
  }

  /** The same memory with another shape of as many elements or fewer. */
  public Tensor reshape(long... newShape) {
    if (length(newShape) > length) {
      throw new IllegalArgumentException(
          Arrays.toString(newShape) + " is larger than " + Arrays.toString(shape));
    }
    return new Tensor(memory, byteOffset, type, newShape);
  }

  /**
   * Some indices of the first axis, without copying what they stand for.
   *
   * @throws IndexOutOfBoundsException if the axis has not so many
   */
  public Tensor slice(int from, int count) {
    Objects.checkFromIndexSize(from, count, extent(0));
    long[] part = shape.clone();
    part[0] = count;
    boolean matrix = shape.length == 2;
    long stride = matrix ? rowStride : length / extent(0);
    long offset = byteOffset + from * stride * type.bytes();
    return new Tensor(memory, offset, type, part, matrix ? rowStride : 0, 0);
  }

  /** Some of a matrix's columns, without copying them. */
  public Tensor columns(int column, int rowStride, long... newShape) {
    long offset = byteOffset + (long) column * type.bytes();
    return new Tensor(memory, offset, type, newShape, rowStride, memoryRows);
  }

  /** The same matrix in memory that goes on behind it for so many rows in all. */
  Tensor withMemoryRows(int rows) {
    return new Tensor(memory, byteOffset, type, shape, rowStride, rows);
  }

  /** More of the same memory, from this tensor's first element on. */
  public Tensor widened(long... newShape) {
    return new Tensor(memory, byteOffset, type, newShape);
  }

  /** Whether this tensor begins where another one ends. */
  @SuppressWarnings("ReferenceEquality") // The same memory, not equal memory.
  boolean follows(Tensor other) {
    return memory == other.memory
        && type == other.type
        && byteOffset == other.byteOffset + (long) other.length * type.bytes();
  }

  /** Where the first element lies. */
  public long address() {
    return present().address() + byteOffset;
  }

  /** Elements from the beginning of one row to that of the next. */
  public int rowStride() {
    return rowStride;
  }

  /** Rows that the tensor's memory has: its own, and those behind it that nothing else uses. */
  public int memoryRows() {
    return memoryRows;
  }

  /**
   * A pointer to the first element, whatever its type: always the same one, as plans have hundreds
   * of thousands of kernels. It must not be moved.
   */
  public Pointer raw() {
    Pointer pointer = raw;
    if (pointer == null || pointer.address() != address()) {
      pointer = memoryAtOffset();
      raw = pointer;
    }
    return pointer;
  }

  /** Element type. */
  public ElementType type() {
    return type;
  }

  /** Extents. */
  public long[] shape() {
    return shape.clone();
  }

  /** One extent; negative axes count from the end. */
  public int extent(int axis) {
    return (int) shape[axis < 0 ? shape.length + axis : axis];
  }

  /** Number of axes. */
  public int rank() {
    return shape.length;
  }

  /** Number of elements. */
  public int length() {
    return length;
  }

  /** Number of rows, that is, elements divided by the last extent. */
  public int rows() {
    return shape.length == 0 ? 1 : length / Math.max(1, extent(-1));
  }

  /** A new pointer to the first element. */
  public FloatPointer pointer() {
    requireType(ElementType.FLOAT32);
    return new Floats(present(), byteOffset, length);
  }

  /**
   * A new buffer over as many elements as there are, from the first on, as they lie in memory;
   * valid while this tensor is reachable. Rows of columns of a wider matrix are {@link #rowStride}
   * apart.
   */
  public FloatBuffer floats() {
    return pointer().asBuffer();
  }

  /** The bits of all elements as a new buffer; valid while this tensor is reachable. */
  public ShortBuffer shorts() {
    requireType(ElementType.BFLOAT16);
    return memoryAtOffset().asByteBuffer().order(ByteOrder.nativeOrder()).asShortBuffer();
  }

  /** A new buffer over all elements; valid while this tensor is reachable. */
  public IntBuffer ints() {
    return intPointer().asBuffer();
  }

  /** A new pointer to the first element. */
  public IntPointer intPointer() {
    requireType(ElementType.INT32);
    return new Ints(present(), byteOffset, length);
  }

  /** All bytes as a new buffer; valid while this tensor is reachable. */
  public ByteBuffer bytes() {
    return memoryAtOffset().asByteBuffer().order(ByteOrder.nativeOrder());
  }

  /**
   * Copies all elements to the heap.
   *
   * @throws IllegalStateException if they are columns of a wider matrix
   */
  public float[] toFloats() {
    requireDense();
    float[] values = new float[length];
    try {
      floats().get(0, values);
    } finally {
      Reference.reachabilityFence(this);
    }
    return values;
  }

  /** Overwrites the first elements. */
  public void set(float[] values) {
    try {
      floats().put(0, values);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Overwrites the first elements. */
  public void set(int[] values) {
    try {
      ints().put(0, values);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Sets every element to zero.
   *
   * @throws IllegalStateException if they are columns of a wider matrix
   */
  public void clear() {
    requireDense();
    Pointer.memset(memoryAtOffset(), 0, (long) length * type.bytes());
  }

  private BytePointer memoryAtOffset() {
    return new Bytes(present(), byteOffset, (long) length * type.bytes());
  }

  private Pointer present() {
    if (memory.isNull()) {
      throw new IllegalStateException("the memory of " + this + " has been released");
    }
    return memory;
  }

  private void requireDense() {
    if (rank() > 1 && rows() > 1 && rowStride() != extent(-1)) {
      throw new IllegalStateException(this + " shares its rows with other columns");
    }
  }

  private void requireType(ElementType wanted) {
    if (type != wanted) {
      throw new IllegalStateException(this + " is not " + wanted);
    }
  }

  @Override
  public String toString() {
    return type + Arrays.toString(shape);
  }

  /** Part of some memory as a pointer of its own, which keeps the memory reachable. */
  private static final class Floats extends FloatPointer {
    private final Pointer keeper;

    Floats(Pointer memory, long byteOffset, long elements) {
      super((Pointer) null);
      keeper = memory;
      address = keeper.address() + byteOffset;
      capacity = elements;
      limit = elements;
    }
  }

  private static final class Ints extends IntPointer {
    private final Pointer keeper;

    Ints(Pointer memory, long byteOffset, long elements) {
      super((Pointer) null);
      keeper = memory;
      address = keeper.address() + byteOffset;
      capacity = elements;
      limit = elements;
    }
  }

  private static final class Bytes extends BytePointer {
    private final Pointer keeper;

    Bytes(Pointer memory, long byteOffset, long count) {
      super((Pointer) null);
      keeper = memory;
      address = keeper.address() + byteOffset;
      capacity = count;
      limit = count;
    }
  }
}
