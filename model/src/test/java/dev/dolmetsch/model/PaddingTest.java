package dev.dolmetsch.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dolmetsch.data.batch.SpecialIds;
import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.model.engine.KernelsUnderTest;
import dev.dolmetsch.model.ops.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Padding must never change a result. */
@ParameterizedClass
@EnumSource(KernelsUnderTest.class)
class PaddingTest {
  private static final int VOCABULARY = 50;
  private static final int PADDING = 3;

  /** Source and target lengths: both longest, both shortest, one of each, and an empty pair. */
  private static final int[][] LENGTHS = {{40, 37}, {1, 1}, {3, 30}, {25, 2}, {0, 0}, {17, 16}};

  private final KernelsUnderTest kernels;

  PaddingTest(KernelsUnderTest kernels) {
    this.kernels = kernels;
  }

  @ParameterizedTest
  @EnumSource(NormPosition.class)
  void aSentencesLossAndGradientAreTheSameAloneAndInABatch(NormPosition norm) {
    TransformerConfig config =
        new TransformerConfig(
            2, 2, 16, 4, 24, Activation.RELU, norm, "softmax", 0, 0, 0, true, true);
    ParameterLayout layout = new ParameterLayout(config, VOCABULARY);
    List<int[]> sources = new ArrayList<>();
    List<int[]> targets = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int[] lengths : LENGTHS) {
      sources.add(random.ints(lengths[0], 4, VOCABULARY).toArray());
      targets.add(random.ints(lengths[1], 4, VOCABULARY).toArray());
    }
    try (FlatParameters parameters = FlatParameters.initialise(layout, 1);
        LossEvaluator evaluator =
            new LossEvaluator(config, parameters, 0.1, PADDING, kernels.create());
        GradientWorker worker =
            new GradientWorker(config, parameters, 0.1, PADDING, kernels.create())) {
      double[] summedGradient = new double[layout.length()];
      for (int i = 0; i < LENGTHS.length; i++) {
        TokenBatch alone = batch(sources.subList(i, i + 1), targets.subList(i, i + 1));
        int longest = i == 0 ? 5 : 0;
        TokenBatch padded =
            batch(
                List.of(sources.get(i), sources.get(longest)),
                List.of(targets.get(i), targets.get(longest)));
        LossEvaluator.Loss rest =
            evaluator.run(
                batch(
                    sources.subList(longest, longest + 1), targets.subList(longest, longest + 1)));
        LossEvaluator.Loss expected = evaluator.run(alone);
        LossEvaluator.Loss both = evaluator.run(padded);
        assertEquals(expected.loss(), both.loss() - rest.loss(), 1e-4, "sentence " + i);
        assertEquals(
            expected.negativeLogLikelihood(),
            both.negativeLogLikelihood() - rest.negativeLogLikelihood(),
            1e-4,
            "sentence " + i);
        assertEquals(expected.loss(), worker.run(alone, 0), 1e-4, "trained and evaluated alike");
        float[] gradient = worker.gradient().flat().toFloats();
        for (int j = 0; j < gradient.length; j++) {
          summedGradient[j] += gradient[j];
        }
      }
      worker.run(batch(sources, targets), 0);
      float[] gradient = worker.gradient().flat().toFloats();
      for (int j = 0; j < gradient.length; j++) {
        assertEquals(
            summedGradient[j], gradient[j], 1e-4 * Math.max(1, Math.abs(summedGradient[j])));
      }
    }
  }

  private static TokenBatch batch(List<int[]> sources, List<int[]> targets) {
    return new TokenBatch(sources, targets, SpecialIds.standard());
  }
}
