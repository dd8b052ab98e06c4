package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.FreeList;
import dev.dolmetsch.model.engine.Tensor;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Addresses within a plan's memory. */
final class Memory {
  private Memory() {}

  /** New memory of so many bytes that begins where a cache line does. */
  static Pointer aligned(long bytes) {
    Pointer memory = new BytePointer(bytes + FreeList.ALIGNMENT);
    return at(memory, Math.floorMod(-memory.address(), FreeList.ALIGNMENT));
  }

  /** A pointer some bytes further on, which keeps the memory reachable. */
  static Pointer at(Pointer pointer, long bytes) {
    return new Part(pointer, bytes);
  }

  /**
   * Overwrites a matrix's rows from one to another with zeros.
   *
   * @throws IllegalArgumentException if it is columns of a wider matrix
   */
  static void clearRows(Tensor matrix, int from, int to) {
    if (matrix.rowStride() != matrix.extent(-1)) {
      throw new IllegalArgumentException(matrix + " shares its rows with other columns");
    }
    long rowBytes = (long) matrix.rowStride() * matrix.type().bytes();
    Pointer.memset(at(matrix.raw(), from * rowBytes), 0, (to - from) * rowBytes);
  }

  private static final class Part extends BytePointer {
    @SuppressWarnings("unused") // Keeps the memory reachable.
    private final Pointer keeper;

    Part(Pointer pointer, long bytes) {
      super((Pointer) null);
      keeper = pointer;
      address = pointer.address() + bytes;
    }
  }
}
