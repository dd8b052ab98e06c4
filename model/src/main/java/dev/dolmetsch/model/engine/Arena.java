package dev.dolmetsch.model.engine;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;

/**
 * Memory of one worker, shared by all plans of the runners that use it, as only one of them runs at
 * a time. It grows to the largest plan and stays there, so that native memory is bounded by the
 * largest shape.
 */
public final class Arena implements AutoCloseable {
  private final List<GraphRunner> users = new ArrayList<>();
  private BytePointer memory = new BytePointer();

  /** Read by whoever asks how much memory is used, from any thread. */
  private volatile long capacity;

  /** Bytes available; may be asked for by any thread. */
  public long capacity() {
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

  /** Notes whose plans are bound to this memory. */
  void add(GraphRunner user) {
    users.add(user);
  }

  /**
   * Makes room for so many bytes. If there is not enough, what was there is lost, and the plans
   * that are bound to it are retired.
   *
   * @throws OutOfMemoryError if there is no room; the arena then has no memory
   */
  void require(long bytes) {
    if (bytes <= capacity) {
      return;
    }
    close();
    // An eighth more than asked, so that a slowly growing series of shapes does not grow it each
    // time.
    long wanted = bytes + bytes / 8 + FreeList.ALIGNMENT;
    // The allocator aligns to less.
    memory = new BytePointer(wanted + FreeList.ALIGNMENT);
    capacity = wanted;
  }

  /** Releases the memory; the plans that are bound to it run no more. */
  @Override
  public void close() {
    users.forEach(GraphRunner::retirePlans);
    memory.close();
    memory = new BytePointer();
    capacity = 0;
  }
}
