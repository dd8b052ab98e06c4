package dev.dolmetsch.model.engine;

import org.bytedeco.javacpp.BytePointer;

/**
 * One worker's scratch memory, shared by all its plans, as only one of them runs at a time. It
 * grows to the largest plan and stays there, so that native memory is bounded by the largest shape.
 */
final class Arena implements AutoCloseable {
  private BytePointer memory = new BytePointer();

  /** Read by whoever asks how much memory is used, from any thread. */
  private volatile long capacity;

  /** Bytes available. */
  long capacity() {
    return capacity;
  }

  /** The memory; its address changes when the arena grows. */
  BytePointer memory() {
    return memory;
  }

  /** Where in the memory its first aligned byte lies, from which on it has its capacity. */
  long start() {
    return Math.floorMod(-memory.address(), FreeList.ALIGNMENT);
  }

  /**
   * Makes room for so many bytes. What was there is lost, and plans bound to it must go.
   *
   * @throws OutOfMemoryError if there is no room; the arena then has no memory
   */
  void grow(long bytes) {
    close();
    // An eighth more than asked, so that a slowly growing series of shapes does not grow it each
    // time.
    long wanted = bytes + bytes / 8 + FreeList.ALIGNMENT;
    // The allocator aligns to less.
    memory = new BytePointer(wanted + FreeList.ALIGNMENT);
    capacity = wanted;
  }

  @Override
  public void close() {
    memory.close();
    memory = new BytePointer();
    capacity = 0;
  }
}
