package dev.dolmetsch.model.decode;

import dev.dolmetsch.model.engine.WorkerThreads;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Workers that search, each with a search of its own, made when it is first needed. The requests of
 * all callers wait in one queue, from which a worker takes more whenever it has room.
 *
 * <p>Thread-safe.
 */
final class SearchPool implements AutoCloseable {
  private final Supplier<BeamSearch> factory;
  private final WorkerThreads threads;
  private final RequestQueue waiting;
  private final Deque<BeamSearch> idle = new ArrayDeque<>();
  private final Set<BeamSearch> all = new HashSet<>();

  SearchPool(int workers, Supplier<BeamSearch> factory) {
    this.factory = factory;
    this.threads = new WorkerThreads(workers, "translator");
    this.waiting = new RequestQueue(workers);
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
    waiting.add(requests);
    for (int i = 0; i < Math.min(requests.size(), threads.count()); i++) {
      threads.start(this::searchWaiting);
    }
  }

  private void searchWaiting() {
    for (var next = waiting.next(); next.isPresent(); next = waiting.next()) {
      RequestQueue.Turn turn = next.get();
      List<SearchRequest> taken = new ArrayList<>();
      try {
        search(
            turn.options(),
            room -> {
              List<SearchRequest> more = turn.take(room);
              taken.removeIf(SearchRequest::abandoned);
              taken.addAll(more);
              return more;
            });
      } catch (RuntimeException | Error failure) {
        if (!turn.begun()) {
          taken.addAll(turn.take(longest -> 1)); // No search could be made for such as this one.
        }
        taken.removeIf(SearchRequest::abandoned);
        if (taken.size() == 1) {
          taken.get(0).fail(failure);
        } else {
          taken.forEach(this::searchAlone); // Only one of them may be the reason.
        }
      }
    }
  }

  private void searchAlone(SearchRequest request) {
    RequestQueue alone = new RequestQueue(1);
    alone.add(List.of(request));
    try {
      alone.next().ifPresent(turn -> search(turn.options(), turn));
    } catch (RuntimeException | Error failure) {
      request.fail(failure);
    }
  }

  private void search(DecodingOptions options, WaitingRequests requests) {
    BeamSearch search = takeIdle();
    boolean sound = false;
    try {
      search.search(options, requests);
      sound = true;
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
