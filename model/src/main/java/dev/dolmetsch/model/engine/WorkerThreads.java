package dev.dolmetsch.model.engine;

import dev.dolmetsch.data.DolmetschException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads to compute on, each working with one worker at a time.
 *
 * <p>Thread-safe.
 */
public final class WorkerThreads implements AutoCloseable {
  private final int count;
  private final ExecutorService threads;

  /**
   * Daemon threads.
   *
   * @param name their name, to which a number is added
   */
  public WorkerThreads(int count, String name) {
    this.count = count;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /**
   * Runs a task as soon as a thread is free, without waiting for it.
   *
   * @throws java.util.concurrent.RejectedExecutionException after {@link #close}
   */
  public void start(Runnable task) {
    threads.execute(task);
  }

  /** Runs tasks and waits for all; the first failure in their order is thrown as it was. */
  public <T> List<T> all(List<? extends Callable<T>> tasks) {
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DolmetschException("interrupted while computing; start again", e);
    }
  }

  /** What a task ended with, to be thrown as it was; an error is thrown here. */
  public static RuntimeException failure(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException failure
        ? failure
        : new IllegalStateException(e.getCause());
  }

  /** Waits for what is under way: the memory that it uses is released next. */
  @Override
  public void close() {
    threads.shutdown();
    boolean interrupted = false;
    while (true) {
      try {
        if (threads.awaitTermination(1, TimeUnit.DAYS)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
