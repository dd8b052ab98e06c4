package dev.dolmetsch.training;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Runs work over the flat parameter array in blocks, on all workers. What a block computes depends
 * on the block alone, and partial sums are added in the blocks' order, so results do not depend on
 * the number of threads or on their timing.
 */
final class FlatLoop {
  /** Elements per block: a few heap arrays of it fit the second cache. */
  static final int BLOCK = 1 << 14;

  private final ExecutorService threads;
  private final int threadCount;
  private final int length;

  FlatLoop(ExecutorService threads, int threadCount, int length) {
    this.threads = threads;
    this.threadCount = threadCount;
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
    for (int thread = 0; thread < threadCount; thread++) {
      int first = thread;
      tasks.add(
          () -> {
            Block work = factory.create();
            for (int block = first; block < blocks; block += threadCount) {
              int from = block * BLOCK;
              parts[block] = work.run(from, Math.min(BLOCK, length - from));
            }
            return true;
          });
    }
    all(threads, tasks);
    double sum = 0;
    for (double part : parts) {
      sum += part;
    }
    return sum;
  }

  /** Runs tasks on threads and waits for all; the first failure is thrown as it was. */
  static <T> List<T> all(ExecutorService threads, List<Callable<T>> tasks) {
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
