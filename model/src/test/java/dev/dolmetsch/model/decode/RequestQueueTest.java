package dev.dolmetsch.model.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestQueueTest {
  private static final DecodingOptions BULK = DecodingOptions.defaults();
  private static final DecodingOptions OTHER = BULK.withBeamSize(1);

  private final RequestQueue queue = new RequestQueue(1);

  private static SearchRequest request(int length, DecodingOptions options) {
    return new SearchRequest(IntStream.range(4, 4 + length).toArray(), options);
  }

  private RequestQueue.Turn next() {
    return queue.next().orElseThrow();
  }

  @Test
  void theLongestComeFirstAndAsManyAsThereIsRoomForBesideThem() {
    queue.add(IntStream.of(3, 9, 1, 5).mapToObj(n -> request(n, BULK)).toList());
    RequestQueue.Turn turn = next();
    assertEquals(List.of(), turn.take(longest -> longest == 9 ? 0 : 4));
    List<SearchRequest> taken = turn.take(longest -> longest == 9 ? 3 : 4);
    assertEquals(List.of(9, 5, 3), taken.stream().map(each -> each.source().length).toList());
    assertEquals(1, turn.take(longest -> 4).size());
    assertTrue(queue.next().isEmpty());
  }

  @Test
  void othersGetTheirTurnHoweverManyAreLeft() {
    queue.add(IntStream.range(0, 50).mapToObj(i -> request(3, BULK)).toList());
    RequestQueue.Turn bulk = next();
    for (int i = 0; i < 2 * RequestQueue.TAKES_OF_A_TURN; i++) {
      assertEquals(1, bulk.take(longest -> 1).size(), "nobody else is waiting");
    }
    SearchRequest single = request(3, OTHER);
    queue.add(List.of(single));
    assertEquals(List.of(), bulk.take(longest -> 1));
    RequestQueue.Turn turn = next();
    assertEquals(OTHER, turn.options());
    assertSame(single, turn.take(longest -> 1).get(0));
    assertEquals(1, bulk.take(longest -> 1).size(), "nobody else is waiting any more");
    assertEquals(BULK, next().options());
  }

  @Test
  void whoeverCancelsItsFutureIsNotTranslatedFor() {
    SearchRequest first = request(3, BULK);
    SearchRequest sorted = request(2, BULK);
    SearchRequest unsorted = request(3, BULK);
    SearchRequest last = request(3, BULK);
    queue.add(List.of(first, sorted));
    RequestQueue.Turn turn = next();
    assertEquals(List.of(first), turn.take(longest -> 1));
    queue.add(List.of(unsorted, last));
    for (SearchRequest abandoned : List.of(sorted, unsorted)) {
      assertTrue(abandoned.promise(found -> found).cancel(true));
    }
    assertEquals(List.of(), turn.take(longest -> 4));
    assertEquals(List.of(last), turn.take(longest -> 4));
    assertTrue(queue.next().isEmpty());
  }
}
