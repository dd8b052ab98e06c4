package dev.dolmetsch.model.decode;

import java.util.List;
import java.util.function.IntUnaryOperator;

/** Where a search gets requests of equal options from, whenever it has room for more. */
@FunctionalInterface
interface WaitingRequests {
  /**
   * Hands out requests, which nobody else gets then.
   *
   * @param room for how many there is room if the longest of their sources has so many pieces
   * @return the longest source first; none if none are waiting, there is no room for the longest,
   *     or it is others' turn
   */
  List<SearchRequest> take(IntUnaryOperator room);
}
