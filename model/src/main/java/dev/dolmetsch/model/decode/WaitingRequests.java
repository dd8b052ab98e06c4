package dev.dolmetsch.model.decode;

import java.util.List;

/** Where a search gets requests of equal options from, whenever it has room for more. */
@FunctionalInterface
interface WaitingRequests {
  /**
   * Hands out requests, which nobody else gets then.
   *
   * @param most as many at most
   * @return none if none are waiting
   */
  List<SearchRequest> take(int most);
}
