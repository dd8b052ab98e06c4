package dev.dolmetsch.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dolmetsch.data.batch.SpecialIds;
import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.model.engine.KernelsUnderTest;
import dev.dolmetsch.model.ops.Activation;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole model's gradient against central finite differences. */
@ParameterizedClass
@EnumSource(KernelsUnderTest.class)
class ModelGradientTest {
  private static final int VOCABULARY = 11;
  private static final int PADDING = 3;

  /** Two pairs of different lengths, so with padding, and with repeated tokens on both sides. */
  private static final TokenBatch BATCH =
      new TokenBatch(
          List.of(new int[] {5, 6, 5, 7}, new int[] {9, 9}),
          List.of(new int[] {8, 8}, new int[] {5, 10, 4, 8}),
          SpecialIds.standard());

  private final KernelsUnderTest kernels;

  ModelGradientTest(KernelsUnderTest kernels) {
    this.kernels = kernels;
  }

  @ParameterizedTest
  @CsvSource({
    "PRE, RELU, true, true, 0",
    "POST, GELU, true, true, 0",
    "PRE, GELU, false, true, 0",
    "POST, RELU, true, false, 0",
    "PRE, GELU, true, true, 0.3"
  })
  void everyParametersGradientIsTheSlopeOfTheLoss(
      NormPosition norm,
      Activation activation,
      boolean tieEmbeddings,
      boolean tieOutput,
      double p) {
    TransformerConfig config =
        new TransformerConfig(
            2, 2, 8, 2, 12, activation, norm, "softmax", p, p, p, tieEmbeddings, tieOutput);
    ParameterLayout layout = new ParameterLayout(config, VOCABULARY);
    SplittableRandom random = new SplittableRandom(7);
    try (FlatParameters parameters = FlatParameters.initialise(layout, 1);
        GradientWorker worker =
            new GradientWorker(config, parameters, 0.1, PADDING, kernels.create())) {
      worker.run(BATCH, 42);
      float[] analytic = worker.gradient().flat().toFloats();
      for (ParameterLayout.Entry entry : layout.entries()) {
        double dot = 0;
        double normSquared = 0;
        float[] direction = new float[entry.length()];
        for (int i = 0; i < direction.length; i++) {
          direction[i] = (float) (random.nextDouble() - 0.5);
          normSquared += direction[i] * direction[i];
          dot += direction[i] * analytic[entry.offset() + i];
        }
        float step = (float) (5e-3 / Math.sqrt(normSquared));
        double up = lossAt(worker, parameters, entry, direction, step);
        double down = lossAt(worker, parameters, entry, direction, -step);
        double slope = (up - down) / (2 * step);
        assertEquals(slope, dot, 1e-2 * Math.max(1, Math.abs(slope)), entry.name());
      }
    }
  }

  private static double lossAt(
      GradientWorker worker,
      FlatParameters parameters,
      ParameterLayout.Entry entry,
      float[] direction,
      float step) {
    float[] before = parameters.view(entry.name()).toFloats();
    float[] moved = before.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += step * direction[i];
    }
    parameters.view(entry.name()).set(moved);
    double loss = worker.run(BATCH, 42);
    parameters.view(entry.name()).set(before);
    return loss;
  }
}
