package dev.dolmetsch.model.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SearchPoolTest {
  private static final DecodingOptions GREEDY = DecodingOptions.defaults().withBeamSize(1);
  private static final DecodingOptions BEAM = GREEDY.withBeamSize(4);

  private static SearchInput input(int... source) {
    return new SearchInput(source, new int[0], 0);
  }

  @Test
  void requestsOfUnequalOptionsEachGetTheirOwnSearch() {
    try (RandomModel model = new RandomModel(40, 1);
        BeamSearch alone = model.search();
        SearchPool pool = new SearchPool(2, model::search)) {
      List<SearchRequest> requests = new ArrayList<>();
      for (int[] source : model.sources(30, 15, 2)) {
        requests.add(new SearchRequest(source, requests.size() % 3 == 0 ? BEAM : GREEDY));
      }
      requests.forEach(pool::submit);
      for (SearchRequest request : requests) {
        Hypothesis expected =
            alone.search(List.of(request.source()), request.options()).get(0).get(0);
        Hypothesis found = request.result().join().get(0);
        assertArrayEquals(expected.ids(), found.ids());
        assertEquals(expected.score(), found.score(), 1e-4);
      }
    }
  }

  @Test
  void aStreamingRequestIsToldEveryPieceOnceAndInOrder() {
    try (RandomModel model = new RandomModel(40, 3);
        SearchPool pool = new SearchPool(2, model::search)) {
      for (int[] source : model.sources(20, 15, 4)) {
        List<Integer> told = Collections.synchronizedList(new ArrayList<>());
        SearchRequest request = SearchRequest.streaming(input(source), GREEDY, told::add);
        pool.submit(request);
        int[] ids = request.result().join().get(0).ids();
        assertArrayEquals(ids, told.stream().mapToInt(Integer::intValue).toArray());
      }
    }
  }

  @Test
  void onlyABeamOfOneCanStream() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> SearchRequest.streaming(input(4), BEAM, id -> {}))
            .getMessage();
    assertTrue(message.contains("beam_size 1"), message);
  }

  @Test
  void oneRequestThatFailsDoesNotHarmTheOthersOfItsBatch() throws Exception {
    CountDownLatch submitted = new CountDownLatch(1);
    try (RandomModel model = new RandomModel(40, 5);
        SearchPool pool =
            new SearchPool(
                1,
                () -> {
                  awaitUninterrupted(submitted);
                  return model.search();
                })) {
      int[] source = {4, 5, 6};
      SearchRequest first = new SearchRequest(source, GREEDY);
      SearchRequest failing =
          SearchRequest.streaming(
              input(source),
              GREEDY,
              id -> {
                throw new IllegalStateException("as if");
              });
      SearchRequest last = new SearchRequest(source, GREEDY);
      pool.submitAll(List.of(first, failing, last));
      submitted.countDown();
      CompletionException failure =
          assertThrows(CompletionException.class, () -> failing.result().join());
      assertEquals("as if", failure.getCause().getMessage());
      assertArrayEquals(first.result().join().get(0).ids(), last.result().join().get(0).ids());
    }
  }

  @Test
  void aFailureWithoutItsRequestHarmsNoOther() {
    CountDownLatch submitted = new CountDownLatch(1);
    try (RandomModel model = new RandomModel(40, 5);
        SearchPool pool = new SearchPool(1, () -> heldUntil(submitted, model))) {
      int[] source = {4, 5, 6};
      SearchRequest innocent = new SearchRequest(source, GREEDY);
      List<SearchRequest> gone = new ArrayList<>();
      gone.add(
          SearchRequest.streaming(
              input(source),
              GREEDY,
              id -> {
                gone.get(0).result().cancel(false);
                pool.submit(innocent);
                throw new AssertionError("as if");
              }));
      pool.submit(gone.get(0));
      submitted.countDown();
      assertFalse(innocent.result().join().isEmpty());
    }
  }

  @Test
  void aSingleRequestOfOtherOptionsDoesNotWaitForAllOfABulk() {
    CountDownLatch submitted = new CountDownLatch(1);
    DecodingOptions eight = GREEDY.withBeamSize(8);
    try (RandomModel model = new RandomModel(40, 7);
        SearchPool pool = new SearchPool(1, () -> heldUntil(submitted, model))) {
      List<SearchRequest> bulk =
          model.sources(400, 12, 8).stream().map(ids -> new SearchRequest(ids, eight)).toList();
      SearchRequest single = new SearchRequest(new int[] {4, 5, 6}, GREEDY);
      var bulkBefore =
          single
              .result()
              .thenApply(found -> bulk.stream().filter(each -> each.result().isDone()).count());
      pool.submitAll(bulk);
      pool.submit(single);
      submitted.countDown();
      long before = bulkBefore.join();
      assertTrue(before < 200, before + " of 400 came first");
      bulk.forEach(each -> each.result().join());
    }
  }

  private static BeamSearch heldUntil(CountDownLatch latch, RandomModel model) {
    awaitUninterrupted(latch);
    return model.search();
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
