package dev.dolmetsch.training;

import dev.dolmetsch.model.engine.WorkerThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Runs work over the flat parameter array in blocks, on all workers. What a block computes depends
 * on the block alone, and partial sums are added in the blocks' order, so results do not depend on
 * the number of threads or on their timing.
 */
final class FlatLoop {
  /**
   * Elements per block. Adam's four heap arrays of it and the memory that they are copied from fit
   * the first cache together: with 16,384 elements a step took half as long again.
   */
  static final int BLOCK = 1 << 10;

  private final WorkerThreads threads;
  private final int length;

  /** A loop over so many elements. */
  FlatLoop(WorkerThreads threads, int length) {
    this.threads = threads;
    this.length = length;
  }

  /** Work on one thread: it may keep arrays from block to block. */
  @FunctionalInterface
  interface Block {
    /** Handles elements {@code from} to {@code from + count}; returns its part of the sum. */
    double run(int from, int count);
  }

  /** Makes the work of one thread. */
  @FunctionalInterface
  interface BlockFactory {
    Block create();
  }

  /** Runs all blocks and adds up what they return. */
  double run(BlockFactory factory) {
    int blocks = (length + BLOCK - 1) / BLOCK;
    double[] parts = new double[blocks];
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int thread = 0; thread < threads.count(); thread++) {
      // Neighbouring blocks stay on one thread, so that the processor can fetch ahead.
      int first = (int) ((long) blocks * thread / threads.count());
      int end = (int) ((long) blocks * (thread + 1) / threads.count());
      tasks.add(
          () -> {
            Block work = factory.create();
            for (int block = first; block < end; block++) {
              int from = block * BLOCK;
              parts[block] = work.run(from, Math.min(BLOCK, length - from));
            }
            return true;
          });
    }
    threads.all(tasks);
    double sum = 0;
    for (double part : parts) {
      sum += part;
    }
    return sum;
  }
}
