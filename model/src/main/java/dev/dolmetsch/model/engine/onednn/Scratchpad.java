package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.FreeList;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Memory that primitives use while they run, such as for packed matrices. One after the other runs,
 * so all of a worker share one piece as large as the largest needs; oneDNN would give each matrix
 * product half a mebibyte of its own.
 *
 * <p>Belongs to one thread at a time.
 */
final class Scratchpad {
  private Pointer memory = new BytePointer();
  private Pointer aligned = memory;
  private long capacity;

  /** Makes sure that there are so many bytes. */
  void require(long bytes) {
    if (bytes <= capacity) {
      return;
    }
    Pointer larger =
        new BytePointer(bytes + FreeList.ALIGNMENT); // If this fails, all is as it was.
    close();
    memory = larger;
    aligned = Memory.at(memory, Math.floorMod(-memory.address(), FreeList.ALIGNMENT));
    capacity = bytes;
  }

  /** The memory, until more is required. */
  Pointer pointer() {
    return aligned;
  }

  void close() {
    memory.close();
    capacity = 0;
  }
}
