package dev.dolmetsch.model.engine.onednn;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Memory of what the blocks of a worker compute for themselves, one block after the other in the
 * same bytes. Where it must grow, kernels that were made before keep what they were given; as it at
 * least doubles, all of that is never more than the last piece.
 *
 * <p>Belongs to one thread at a time.
 */
final class BlockMemory {
  private static final long LEAST = 1 << 20;

  private Pointer memory = new BytePointer();
  private long capacity;

  /** Memory that begins at a multiple of 64 bytes and has room for so many. */
  Pointer require(long bytes) {
    if (bytes > capacity) {
      capacity = Math.max(LEAST, Long.highestOneBit(bytes - 1) << 1);
      memory = Memory.aligned(capacity);
    }
    return memory;
  }
}
