package dev.dolmetsch.model.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dolmetsch.model.engine.onednn.OneDnn;
import dev.dolmetsch.model.engine.onednn.OneDnnKernels;
import dev.dolmetsch.model.engine.onednn.PackedWeights;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches on oneDNN's kernels with packed weights, more sentences than have room at once. */
class OneDnnSearchTest {
  private static final double ERROR_PER_PIECE = 1e-5;

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 5})
  void findsInFloat32WhatNd4jFinds(int beamSize) {
    assumeTrue(OneDnn.isAvailable(), () -> OneDnn.whyUnavailable().orElse(""));
    DecodingOptions options = DecodingOptions.defaults().withBeamSize(beamSize).withNBest(beamSize);
    try (RandomModel model = new RandomModel(700, 1);
        PackedWeights weights = new PackedWeights();
        BeamSearch search = search(model, false, weights);
        BeamSearch nd4j = model.search()) {
      List<int[]> sources = model.sources(400, 23, 2);
      List<List<Hypothesis>> expected = nd4j.search(sources, options);
      List<List<Hypothesis>> found = search.search(sources, options);
      for (int i = 0; i < sources.size(); i++) {
        assertArrayEquals(expected.get(i).get(0).ids(), found.get(i).get(0).ids());
        for (int rank = 0; rank < beamSize; rank++) {
          Hypothesis hypothesis = found.get(i).get(rank);
          assertEquals(
              expected.get(i).get(rank).logProbability(),
              hypothesis.logProbability(),
              ERROR_PER_PIECE * (hypothesis.ids().length + 1));
        }
      }
      assertTrue(weights.bytes() > 0);
    }
  }

  @Test
  void whatElseIsInTheBatchDoesNotMatterInBf16() {
    assumeTrue(OneDnn.canComputeBf16(), "no bfloat16 here");
    DecodingOptions options = DecodingOptions.defaults();
    try (RandomModel model = new RandomModel(300, 3);
        PackedWeights weights = new PackedWeights();
        BeamSearch together = search(model, true, weights);
        BeamSearch alone = search(model, true, weights)) {
      List<int[]> sources = model.sources(150, 23, 4);
      List<List<Hypothesis>> found = together.search(sources, options);
      for (int i = 0; i < sources.size(); i += 10) {
        Hypothesis expected = alone.search(List.of(sources.get(i)), options).get(0).get(0);
        assertEquals(expected.score(), found.get(i).get(0).score(), 0.01);
      }
    }
  }

  private static BeamSearch search(RandomModel model, boolean bf16, PackedWeights weights) {
    return new BeamSearch(
        model.config(),
        model.parameters(),
        RandomModel.SPECIALS,
        OneDnnKernels.forInference(bf16, weights));
  }
}
