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

/**
 * Requests that wait. Those of equal options can be searched for together; among the oldest of them
 * the longest sources are handed out first, so that those of similar length come together and short
 * ones fill the gaps at the end.
 *
 * <p>Thread-safe.
 */
final class RequestQueue {
  /** As many of the oldest requests are put in the order of their length. */
  private static final int WINDOW = 4096;

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

  /**
   * The options of the requests whose turn it is, which then is that of others; nothing if none are
   * waiting.
   */
  synchronized Optional<DecodingOptions> next() {
    Iterator<Map.Entry<DecodingOptions, Alike>> all = waiting.entrySet().iterator();
    if (!all.hasNext()) {
      return Optional.empty();
    }
    Map.Entry<DecodingOptions, Alike> first = all.next();
    DecodingOptions options = first.getKey();
    Alike alike = first.getValue();
    all.remove();
    waiting.put(options, alike);
    return Optional.of(options);
  }

  /**
   * Hands out requests, which nobody else gets then.
   *
   * @param most as many at most
   * @return none if none are waiting, or others have waited long enough
   */
  synchronized List<SearchRequest> take(DecodingOptions options, int most) {
    Alike alike = waiting.get(options);
    if (alike == null) {
      return List.of();
    }
    if (alike.oldest.isEmpty()) {
      alike.sortOldest();
    }
    int share = Math.min(most, (alike.oldest.size() + takers - 1) / takers);
    List<SearchRequest> taken = new ArrayList<>(share);
    while (!alike.oldest.isEmpty() && taken.size() < share) {
      SearchRequest longest = alike.oldest.remove(alike.oldest.size() - 1);
      if (!longest.abandoned()) {
        taken.add(longest);
      }
    }
    if (alike.isEmpty()) {
      waiting.remove(options);
    }
    return taken;
  }
}
