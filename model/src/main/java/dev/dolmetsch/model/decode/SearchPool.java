package dev.dolmetsch.model.decode;

import dev.dolmetsch.model.engine.WorkerThreads;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Workers that search, each with a search of its own, made when it is first needed. The requests of
 * all callers wait in one queue, from which a worker takes those that can be searched for together.
 *
 * <p>Thread-safe.
 */
final class SearchPool implements AutoCloseable {
  /** Little work is cut into about so many batches, ... */
  private static final int PARTS = 16;

  /** ... but not into smaller ones than this many source tokens, which would take no less time. */
  private static final int LEAST_TOKENS = 2048;

  /** As many of the oldest requests are looked at for those that go together. */
  private static final int WINDOW = 4096;

  private final Supplier<BeamSearch> factory;
  private final WorkerThreads threads;
  private final Deque<SearchRequest> waiting = new ArrayDeque<>();
  private final Deque<BeamSearch> idle = new ArrayDeque<>();
  private final Set<BeamSearch> all = new HashSet<>();

  SearchPool(int workers, Supplier<BeamSearch> factory) {
    this.factory = factory;
    this.threads = new WorkerThreads(workers, "translator");
  }

  /**
   * Queues a request; its result is completed by a worker.
   *
   * @throws java.util.concurrent.RejectedExecutionException after {@link #close}
   */
  void submit(SearchRequest request) {
    submitAll(List.of(request));
  }

  /** As {@link #submit}, so that workers see all of the requests when they choose among them. */
  void submitAll(List<SearchRequest> requests) {
    synchronized (this) {
      waiting.addAll(requests);
    }
    for (int i = 0; i < Math.min(requests.size(), threads.count()); i++) {
      threads.start(this::searchWaiting);
    }
  }

  private void searchWaiting() {
    for (List<SearchRequest> batch = take(); !batch.isEmpty(); batch = take()) {
      search(batch);
    }
  }

  /** The oldest request with others of equal options and similar length; empty if none waits. */
  private synchronized List<SearchRequest> take() {
    waiting.removeIf(SearchRequest::abandoned);
    if (waiting.isEmpty()) {
      return List.of();
    }
    DecodingOptions options = waiting.peek().options();
    List<SearchRequest> alike = new ArrayList<>();
    Iterator<SearchRequest> oldest = waiting.iterator();
    while (oldest.hasNext() && alike.size() < WINDOW) {
      SearchRequest request = oldest.next();
      if (request.options().equals(options)) {
        alike.add(request);
      }
    }
    List<int[]> sources = alike.stream().map(SearchRequest::source).toList();
    List<SearchRequest> batch =
        LengthBatches.of(sources, batchTokens(sources, options), options.beamSize()).stream()
            .filter(members -> members.contains(0))
            .findFirst()
            .orElseThrow()
            .stream()
            .map(alike::get)
            .toList();
    Set<SearchRequest> taken = new HashSet<>(batch);
    waiting.removeIf(taken::contains);
    return batch;
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

  /** Searches; if a batch fails, what is left of it one by one, as one may be the only reason. */
  private void search(List<SearchRequest> batch) {
    try {
      List<List<Hypothesis>> found = searchWithIdle(batch);
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).complete(found.get(i));
      }
    } catch (RuntimeException | Error failure) {
      if (batch.size() == 1) {
        batch.get(0).fail(failure);
      } else {
        batch.stream()
            .filter(request -> !request.abandoned())
            .forEach(request -> search(List.of(request)));
      }
    }
  }

  private List<List<Hypothesis>> searchWithIdle(List<SearchRequest> batch) {
    BeamSearch search = takeIdle();
    boolean sound = false;
    try {
      List<List<Hypothesis>> found = search.search(batch);
      sound = true;
      return found;
    } finally {
      if (sound) {
        putIdle(search);
      } else {
        discard(search); // It may have failed half-way through making its memory.
      }
    }
  }

  private BeamSearch takeIdle() {
    synchronized (this) {
      if (!idle.isEmpty()) {
        return idle.pop();
      }
    }
    BeamSearch search = factory.get();
    synchronized (this) {
      all.add(search);
    }
    return search;
  }

  private synchronized void putIdle(BeamSearch search) {
    idle.push(search);
  }

  private synchronized void discard(BeamSearch search) {
    all.remove(search);
    search.close();
  }

  /** Native bytes that the workers use, shared parameters not counted. */
  synchronized long ownBytes() {
    return all.stream().mapToLong(BeamSearch::memoryBytes).sum();
  }

  /** Waits for all that was submitted, then releases the memory. */
  @Override
  public void close() {
    threads.close();
    synchronized (this) {
      all.forEach(BeamSearch::close);
      all.clear();
      idle.clear();
    }
  }
}
