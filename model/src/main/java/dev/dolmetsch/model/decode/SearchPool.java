package dev.dolmetsch.model.decode;

import dev.dolmetsch.data.DolmetschException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Workers that search, each with a search of its own, made when it is first needed.
 *
 * <p>Thread-safe.
 */
final class SearchPool implements AutoCloseable {
  private final int workers;
  private final Supplier<BeamSearch> factory;
  private final ExecutorService threads;
  private final Deque<BeamSearch> idle = new ArrayDeque<>();

  SearchPool(int workers, Supplier<BeamSearch> factory) {
    this.workers = workers;
    this.factory = factory;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            workers,
            task -> {
              Thread thread = new Thread(task, "translator-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** As {@link BeamSearch#search}, with batches dealt out to the workers. */
  List<List<Hypothesis>> search(List<int[]> sources, DecodingOptions options) {
    List<List<Integer>> batches = LengthBatches.of(sources, batchTokens(sources, options));
    List<Callable<List<List<Hypothesis>>>> tasks = new ArrayList<>();
    for (List<Integer> batch : batches) {
      List<int[]> members = batch.stream().map(sources::get).toList();
      tasks.add(() -> searchWithIdle(members, options));
    }
    List<List<Hypothesis>> results =
        new ArrayList<>(Collections.nCopies(sources.size(), List.<Hypothesis>of()));
    List<List<List<Hypothesis>>> found = runAll(tasks);
    for (int i = 0; i < batches.size(); i++) {
      for (int j = 0; j < batches.get(i).size(); j++) {
        results.set(batches.get(i).get(j), found.get(i).get(j));
      }
    }
    return results;
  }

  /** Little work is cut smaller than the options say, so that every worker has some. */
  private int batchTokens(List<int[]> sources, DecodingOptions options) {
    long all = sources.stream().mapToLong(source -> source.length + 1).sum();
    return (int) Math.max(1, Math.min(options.batchTokens(), (all + workers - 1) / workers));
  }

  private List<List<Hypothesis>> searchWithIdle(List<int[]> sources, DecodingOptions options) {
    BeamSearch search = takeIdle();
    try {
      return search.search(sources, options);
    } finally {
      putIdle(search);
    }
  }

  private synchronized BeamSearch takeIdle() {
    return idle.isEmpty() ? factory.get() : idle.pop();
  }

  private synchronized void putIdle(BeamSearch search) {
    idle.push(search);
  }

  private <T> List<T> runAll(List<Callable<T>> tasks) {
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DolmetschException("translating was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Waits for what is under way, then releases the memory. */
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
        interrupted = true; // Memory that a worker uses cannot be released yet.
      }
    }
    synchronized (this) {
      idle.forEach(BeamSearch::close);
      idle.clear();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
