package dev.dolmetsch.model.engine;

import org.bytedeco.javacpp.BytePointer;

/**
 * One worker's scratch memory, shared by all its plans, as only one of them runs at a time. It
 * grows to the largest plan and stays there, so that native memory is bounded by the largest shape.
 */
final class Arena implements AutoCloseable {
  private BytePointer memory = new BytePointer();
  private long capacity;

  /** Bytes available. */
  long capacity() {
    return capacity;
  }

  /** The memory; its address changes when the arena grows. */
  BytePointer memory() {
    return memory;
  }

  /** Makes room for so many bytes. What was there is lost, and plans bound to it must go. */
  void grow(long bytes) {
    memory.close();
    // An eighth more than asked, so that a slowly growing series of shapes does not grow it each
    // time.
    capacity = bytes + bytes / 8 + 64;
    memory = new BytePointer(capacity);
  }

  @Override
  public void close() {
    memory.close();
    capacity = 0;
  }
}
