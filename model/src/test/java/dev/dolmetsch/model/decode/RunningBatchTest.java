package dev.dolmetsch.model.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who enters a running search and when, seen from outside. */
class RunningBatchTest {
  private static final DecodingOptions GREEDY =
      DecodingOptions.defaults()
          .with(change -> change.beamSize(1).maxLengthFactor(0).maxLengthOffset(3));

  @Test
  void aRequestThatComesLateIsNotHeldUpByALongOneThatRuns() {
    try (RandomModel model = new RandomModel(40, 1);
        BeamSearch search = model.search()) {
      int[] longPrefix = Collections.nCopies(40, 7).stream().mapToInt(id -> id).toArray();
      SearchRequest first =
          new SearchRequest(new SearchInput(new int[] {4, 5}, longPrefix, 0), GREEDY);
      SearchRequest late = new SearchRequest(new int[] {6}, GREEDY);
      List<SearchRequest> done = new ArrayList<>();
      for (SearchRequest each : List.of(first, late)) {
        var unused = each.result().thenRun(() -> done.add(each));
      }
      Iterator<List<SearchRequest>> takes =
          List.of(List.of(first), List.<SearchRequest>of(), List.of(late)).iterator();
      search.search(GREEDY, room -> takes.hasNext() ? takes.next() : List.of());
      assertEquals(List.of(late, first), done);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "31,1", "32,2", "64,4", "4096,16"})
  void noMoreSourceTokensAreTranslatedTogetherThanAllowed(int batchTokens, int slots) {
    DecodingOptions options =
        GREEDY.with(
            change -> change.batchTokens(batchTokens).minDecodingLength(3).maxDecodingLength(3));
    try (RandomModel model = new RandomModel(40, 2);
        BeamSearch search = model.search()) {
      SearchProfile profile = new SearchProfile();
      search.profile(profile);
      search.search(Collections.nCopies(16, new int[] {4, 5, 6, 7, 8, 9, 10, 11}), options);
      assertEquals((long) slots * profile.steps(), profile.rows());
    }
  }

  @Test
  void whatRunsTogetherDoesNotMatterWhereSourcesAreOfAllLengths() {
    DecodingOptions options = GREEDY.with(change -> change.batchTokens(64));
    try (RandomModel model = new RandomModel(40, 3);
        BeamSearch search = model.search()) {
      List<int[]> sources = model.sources(40, 60, 4);
      List<List<Hypothesis>> narrow = search.search(sources, options);
      List<List<Hypothesis>> wide = search.search(sources, GREEDY);
      for (int i = 0; i < sources.size(); i++) {
        assertEquals(wide.get(i).get(0).score(), narrow.get(i).get(0).score(), 1e-4);
      }
    }
  }
}
