package dev.dolmetsch.model.decode;

import dev.dolmetsch.model.engine.WorkerThreads;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Workers that search, each with a search of its own, made when it is first needed.
 *
 * <p>Thread-safe.
 */
final class SearchPool implements AutoCloseable {
  /** Little work is cut into about so many batches, ... */
  private static final int PARTS = 16;

  /** ... but not into smaller ones than this many source tokens, which would take no less time. */
  private static final int LEAST_TOKENS = 2048;

  private final Supplier<BeamSearch> factory;
  private final WorkerThreads threads;
  private final Deque<BeamSearch> idle = new ArrayDeque<>();

  SearchPool(int workers, Supplier<BeamSearch> factory) {
    this.factory = factory;
    this.threads = new WorkerThreads(workers, "translator");
  }

  /** As {@link BeamSearch#searchAll}, with batches dealt out to the workers. */
  List<List<Hypothesis>> search(List<SearchInput> inputs, DecodingOptions options) {
    List<int[]> sources = inputs.stream().map(SearchInput::source).toList();
    List<List<Integer>> batches =
        LengthBatches.of(sources, batchTokens(sources, options), options.hypotheses());
    List<Callable<List<List<Hypothesis>>>> tasks = new ArrayList<>();
    for (List<Integer> batch : batches) {
      List<SearchInput> members = batch.stream().map(inputs::get).toList();
      tasks.add(() -> searchWithIdle(members, options));
    }
    List<List<Hypothesis>> results =
        new ArrayList<>(Collections.nCopies(sources.size(), List.<Hypothesis>of()));
    List<List<List<Hypothesis>>> found = threads.all(tasks);
    for (int i = 0; i < batches.size(); i++) {
      for (int j = 0; j < batches.get(i).size(); j++) {
        results.set(batches.get(i).get(j), found.get(i).get(j));
      }
    }
    return results;
  }

  /**
   * Little work is cut smaller than the options say, so that every worker has some. How small does
   * not depend on the workers: the last bits of a result depend on its batch.
   */
  private static int batchTokens(List<int[]> sources, DecodingOptions options) {
    long all = sources.stream().mapToLong(source -> source.length + 1).sum();
    long part = Math.max(LEAST_TOKENS, (all + PARTS - 1) / PARTS);
    return (int) Math.min(options.batchTokens(), part);
  }

  private List<List<Hypothesis>> searchWithIdle(List<SearchInput> inputs, DecodingOptions options) {
    BeamSearch search = takeIdle();
    boolean sound = false;
    try {
      List<List<Hypothesis>> found = search.searchAll(inputs, options);
      sound = true;
      return found;
    } finally {
      if (sound) {
        putIdle(search);
      } else {
        search.close(); // It may have failed half-way through making its memory.
      }
    }
  }

  private synchronized BeamSearch takeIdle() {
    return idle.isEmpty() ? factory.get() : idle.pop();
  }

  private synchronized void putIdle(BeamSearch search) {
    idle.push(search);
  }

  /** Waits for what is under way, then releases the memory. */
  @Override
  public void close() {
    threads.close();
    synchronized (this) {
      idle.forEach(BeamSearch::close);
      idle.clear();
    }
  }
}
