package dev.dolmetsch.model.decode;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.checkpoint.ModelDirectory;
import dev.dolmetsch.model.engine.Kernels;
import dev.dolmetsch.model.engine.nd4j.Nd4jKernels;
import dev.dolmetsch.model.engine.onednn.OneDnn;
import dev.dolmetsch.model.engine.onednn.OneDnnKernels;
import dev.dolmetsch.model.engine.onednn.PackedWeights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShortlistTest {
  private static final int SIZE = 2100;
  private static final DecodingOptions OFF = DecodingOptions.defaults();
  private static final DecodingOptions ON = OFF.with(change -> change.shortlist(true));

  @TempDir private Path folder;

  @Test
  void keepsWhatStandsTogetherMostOften() {
    ShortlistBuilder builder = new ShortlistBuilder(10);
    builder.add(new int[] {4, 5}, new int[] {6, 7, 9});
    builder.add(new int[] {4}, new int[] {6, 9});
    builder.add(new int[] {5}, new int[] {7, 9, 9});
    Shortlist shortlist = builder.build(1, 1, 2);
    assertArrayEquals(new int[] {2, 6, 9}, shortlist.candidates(new int[] {4}, new int[0]));
    assertArrayEquals(new int[] {2, 7, 8, 9}, shortlist.candidates(new int[] {5}, new int[] {8}));
    assertArrayEquals(new int[] {2, 9}, shortlist.candidates(new int[] {8}, new int[0]));
  }

  @Test
  void fileHasAllOfIt() {
    Shortlist shortlist = random(7);
    List<String> lines = new String(shortlist.toBytes(), US_ASCII).lines().toList();
    assertArrayEquals(shortlist.toBytes(), Shortlist.read(lines, SIZE).toBytes());
    assertThrows(IllegalArgumentException.class, () -> Shortlist.read(lines, SIZE + 1));
    assertThrows(IllegalArgumentException.class, () -> Shortlist.read(lines.subList(0, 100), SIZE));
    assertThrows(IllegalArgumentException.class, () -> new Shortlist(new int[] {9}, new int[9][0]));
  }

  @Test
  void findsOnNd4jNothingElse() {
    findsNothingElse(new Nd4jKernels(), 1e-4);
  }

  @Test
  void findsOnOneDnnNothingElse() {
    assumeTrue(OneDnn.isAvailable(), () -> OneDnn.whyUnavailable().orElse(""));
    try (PackedWeights weights = new PackedWeights()) {
      findsNothingElse(OneDnnKernels.forInference(false, weights), 1e-4);
    }
  }

  /** Together the sentences' candidates are too many for a reduced product; alone they are not. */
  private static void findsNothingElse(Kernels kernels, double error) {
    Shortlist shortlist = random(11);
    try (RandomModel model = new RandomModel(SIZE, 1);
        BeamSearch search = search(model, kernels, shortlist)) {
      List<int[]> sources = model.sources(60, 12, 2);
      List<List<Hypothesis>> together = search.search(sources, ON);
      boolean differs = false;
      List<List<Hypothesis>> unlimited = search.search(sources, OFF);
      for (int i = 0; i < sources.size(); i++) {
        Hypothesis found = together.get(i).get(0);
        int[] allowed = shortlist.candidates(sources.get(i), new int[0]);
        for (int id : found.ids()) {
          assertTrue(Arrays.binarySearch(allowed, id) >= 0, "piece " + id);
        }
        differs |= !Arrays.equals(found.ids(), unlimited.get(i).get(0).ids());
        long before = kernels.selectedRowBytes();
        Hypothesis alone = search.search(List.of(sources.get(i)), ON).get(0).get(0);
        assertEquals(before == 0, i == 0, "what is copied for a shortlist is counted, and kept");
        assertTrue(kernels.selectedRowBytes() >= 4L * allowed.length * model.config().modelWidth());
        assertArrayEquals(alone.ids(), found.ids());
        assertEquals(alone.logProbability(), found.logProbability(), error);
      }
      assertTrue(differs);
    }
  }

  @Test
  void ofEverythingChangesNothing() {
    int[] all = IntStream.range(0, SIZE).toArray();
    try (RandomModel model = new RandomModel(SIZE, 3);
        BeamSearch search =
            search(model, new Nd4jKernels(), new Shortlist(all, new int[SIZE][0]))) {
      List<int[]> sources = model.sources(20, 12, 4);
      DecodingOptions sampled =
          OFF.with(change -> change.method(SearchMethod.SAMPLING).nBest(3).noRepeatNgramSize(2));
      for (DecodingOptions options : List.of(OFF, OFF.greedy(), sampled)) {
        List<List<Hypothesis>> expected = search.search(sources, options);
        List<List<Hypothesis>> found =
            search.search(sources, options.with(change -> change.shortlist(true)));
        for (int i = 0; i < sources.size(); i++) {
          assertArrayEquals(expected.get(i).get(0).ids(), found.get(i).get(0).ids());
          assertEquals(
              expected.get(i).get(0).logProbability(), found.get(i).get(0).logProbability(), 1e-6);
        }
      }
    }
  }

  @Test
  void doesNotLimitLaterSearches() {
    int[] few = {RandomModel.SPECIALS.end(), 10, 11};
    try (RandomModel model = new RandomModel(SIZE, 3);
        BeamSearch search =
            search(model, new Nd4jKernels(), new Shortlist(few, new int[SIZE][0]))) {
      List<int[]> sources = model.sources(20, 12, 4);
      DecodingOptions sampled = OFF.with(change -> change.method(SearchMethod.SAMPLING).nBest(3));
      List<List<Hypothesis>> expected = search.search(sources, sampled);
      search.search(sources, sampled.with(change -> change.shortlist(true)));
      List<List<Hypothesis>> found = search.search(sources, sampled);
      for (int i = 0; i < sources.size(); i++) {
        assertArrayEquals(expected.get(i).get(0).ids(), found.get(i).get(0).ids());
      }
    }
  }

  @Test
  void belongsToTheModelDirectory() {
    Path directory = SavedModel.write(folder.resolve("model"));
    try (Translator translator = Translator.load(directory)) {
      Exception none =
          assertThrows(
              DolmetschException.class, () -> translator.translateBatch(List.of("Yes"), ON));
      assertTrue(String.valueOf(none.getMessage()).contains("has no shortlist"));
      int size = translator.subwords().size();
      int[] few = {translator.specials().end(), size - 1, size - 2};
      translator.directory().writeShortlist(new Shortlist(few, new int[size][0]).toBytes());
    }
    try (Translator translator = Translator.load(directory)) {
      Translation.Candidate on = translator.translate("Yes", ON).candidates().get(0);
      assertTrue(on.shortlisted());
      assertFalse(translator.translate("Yes", OFF).candidates().get(0).shortlisted());
    }
    ModelDirectory.open(directory).writeShortlist("something else\n".getBytes(US_ASCII));
    try (Translator translator = Translator.load(directory)) {
      Exception broken =
          assertThrows(DolmetschException.class, () -> translator.translate("Yes", ON));
      assertTrue(String.valueOf(broken.getMessage()).contains("shortlist.txt: is no shortlist"));
    }
  }

  /** For each source piece 25 others. */
  private static Shortlist random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<int[]> ids = new ArrayList<>();
    for (int piece = 0; piece < SIZE; piece++) {
      ids.add(random.ints(25, 4, SIZE).toArray());
    }
    return new Shortlist(new int[] {RandomModel.SPECIALS.end()}, ids.toArray(int[][]::new));
  }

  private static BeamSearch search(RandomModel model, Kernels kernels, Shortlist shortlist) {
    return new BeamSearch(
        model.config(), model.parameters(), RandomModel.SPECIALS, kernels, () -> shortlist);
  }
}
