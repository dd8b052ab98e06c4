package dev.dolmetsch.model.decode;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * Requests that wait. Those of equal options can be searched for together; among the oldest of them
 * the longest sources are handed out first, so that those of similar length come together and short
 * ones fill the gaps at the end. Those of other options get their turn after {@link
 * #TAKES_OF_A_TURN}, however many of these are left.
 *
 * <p>Thread-safe.
 */
final class RequestQueue {
  /**
   * As many of the oldest requests are put in the order of their length: some thirty batches, whose
   * last sentences are done before the next window's are begun.
   */
  private static final int WINDOW = 2048;

  /**
   * After so many times a turn is over, if others are waiting. The first time fills a batch and
   * each further one an eighth of it at least, so that some two batches are searched for in a turn.
   */
  static final int TAKES_OF_A_TURN = 8;

  /** Requests of equal options: the oldest in order of length, last the longest; then the rest. */
  private record Alike(List<SearchRequest> oldest, Deque<SearchRequest> rest) {
    Alike() {
      this(new ArrayList<>(), new ArrayDeque<>());
    }

    boolean isEmpty() {
      return oldest.isEmpty() && rest.isEmpty();
    }

    void sortOldest() {
      while (!rest.isEmpty() && oldest.size() < WINDOW) {
        SearchRequest request = rest.pop();
        if (!request.abandoned()) {
          oldest.add(request);
        }
      }
      oldest.sort(Comparator.comparingInt((SearchRequest request) -> request.source().length));
    }
  }

  /** One taker's turn at the requests of equal options. Belongs to one thread. */
  final class Turn implements WaitingRequests {
    private final DecodingOptions options;
    private int takes;

    private Turn(DecodingOptions options) {
      this.options = options;
    }

    DecodingOptions options() {
      return options;
    }

    /** Whether it has been given any requests. */
    boolean begun() {
      return takes > 0;
    }

    @Override
    public List<SearchRequest> take(IntUnaryOperator room) {
      List<SearchRequest> taken = RequestQueue.this.take(options, room, takes < TAKES_OF_A_TURN);
      takes += taken.isEmpty() ? 0 : 1;
      return taken;
    }
  }

  private final int takers;
  private final Map<DecodingOptions, Alike> waiting = new LinkedHashMap<>();

  /**
   * An empty queue.
   *
   * @param takers who take from it; none of them gets more than its share of what is waiting
   */
  RequestQueue(int takers) {
    this.takers = takers;
  }

  synchronized void add(List<SearchRequest> requests) {
    for (SearchRequest request : requests) {
      waiting.computeIfAbsent(request.options(), key -> new Alike()).rest.add(request);
    }
  }

  /** A turn at the requests that are next, as others are after them; none if none are waiting. */
  synchronized Optional<Turn> next() {
    Iterator<DecodingOptions> all = waiting.keySet().iterator();
    if (!all.hasNext()) {
      return Optional.empty();
    }
    DecodingOptions options = all.next();
    putLast(options);
    return Optional.of(new Turn(options));
  }

  private void putLast(DecodingOptions options) {
    Alike alike = waiting.remove(options);
    if (alike != null) {
      waiting.put(options, alike);
    }
  }

  private synchronized List<SearchRequest> take(
      DecodingOptions options, IntUnaryOperator room, boolean beforeOthers) {
    Alike alike = waiting.get(options);
    if (alike == null) {
      return List.of();
    }
    if (!beforeOthers && waiting.size() > 1) {
      putLast(options);
      return List.of();
    }
    if (alike.oldest.isEmpty()) {
      alike.sortOldest();
    }
    int share = (alike.oldest.size() + takers - 1) / takers;
    List<SearchRequest> taken = new ArrayList<>();
    while (!alike.oldest.isEmpty() && taken.size() < share) {
      SearchRequest longest = alike.oldest.get(alike.oldest.size() - 1);
      if (!longest.abandoned()) {
        if (taken.isEmpty()) {
          share = Math.min(share, room.applyAsInt(longest.source().length));
          if (share < 1) {
            break;
          }
        }
        taken.add(longest);
      }
      alike.oldest.remove(alike.oldest.size() - 1);
    }
    if (alike.isEmpty()) {
      waiting.remove(options);
    }
    return taken;
  }
}
