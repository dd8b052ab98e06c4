package dev.dolmetsch.model.decode;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.dolmetsch.model.engine.Kernels;
import dev.dolmetsch.model.engine.nd4j.Nd4jKernels;
import dev.dolmetsch.model.engine.onednn.OneDnn;
import dev.dolmetsch.model.engine.onednn.OneDnnKernels;
import dev.dolmetsch.model.engine.onednn.PackedWeights;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a step of a running batch takes of the heap, when all its shapes have been seen. */
class StepAllocationTest {
  private static final int SENTENCES = 16;
  private static final int VOCABULARY = 3000;

  /** One row of logits would be 12,000. */
  private static final double BYTES = 2_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void allStepsOfABatchAllocateLessThanARowOfLogits(int beamSize) {
    assumeTrue(OneDnn.isAvailable(), () -> OneDnn.whyUnavailable().orElse(""));
    try (PackedWeights weights = new PackedWeights()) {
      check(options(beamSize), OneDnnKernels.forInference(false, weights));
    }
  }

  @Test
  void withAShortlistToo() {
    check(options(5).with(change -> change.shortlist(true)), new Nd4jKernels());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void onNd4jToo(int beamSize) {
    check(options(beamSize), new Nd4jKernels());
  }

  private static DecodingOptions options(int beamSize) {
    return DecodingOptions.defaults().withBeamSize(beamSize);
  }

  private void check(DecodingOptions options, Kernels kernels) {
    int[] likely = IntStream.range(0, VOCABULARY / 4).toArray();
    Shortlist shortlist = new Shortlist(likely, new int[VOCABULARY][0]);
    try (RandomModel model = new RandomModel(VOCABULARY, 5);
        BeamSearch search =
            new BeamSearch(
                model.config(),
                model.parameters(),
                RandomModel.SPECIALS,
                kernels,
                () -> shortlist)) {
      List<int[]> sources = model.sources(SENTENCES, 9, 6);
      // Both lengths fill the caches of the same shapes.
      long few = bytes(search, sources, options, 70);
      long many = bytes(search, sources, options, 85);
      double perStep = (many - few) / 15.0;
      assertTrue(perStep < BYTES, () -> "a step allocates " + perStep + " bytes");
    }
  }

  private long bytes(BeamSearch search, List<int[]> sources, DecodingOptions options, int pieces) {
    DecodingOptions soLong =
        options.with(change -> change.minDecodingLength(pieces).maxDecodingLength(pieces));
    search.search(sources, soLong);
    search.search(sources, soLong);
    long before = threads.getCurrentThreadAllocatedBytes();
    search.search(sources, soLong);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
