package dev.dolmetsch.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.dolmetsch.data.batch.SpecialIds;
import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.model.engine.KernelsUnderTest;
import dev.dolmetsch.model.ops.Activation;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(KernelsUnderTest.class)
class GradientWorkerTest {
  private final KernelsUnderTest kernels;

  GradientWorkerTest(KernelsUnderTest kernels) {
    this.kernels = kernels;
  }

  @Test
  void aPlanThatRunsAgainAfterAnotherPlanGivesTheSameGradient() {
    TransformerConfig config =
        new TransformerConfig(
            1, 1, 8, 2, 12, Activation.RELU, NormPosition.PRE, "softmax", 0, 0, 0, true, true);
    TokenBatch large = batch(ids(40), ids(50));
    TokenBatch small = batch(ids(39), ids(17));
    try (FlatParameters parameters = FlatParameters.initialise(new ParameterLayout(config, 11), 1);
        GradientWorker worker = new GradientWorker(config, parameters, 0.1, 3, kernels.create())) {
      worker.run(large, 0);
      float[] before = worker.gradient().flat().toFloats();
      worker.run(small, 0);
      worker.run(large, 0);
      assertArrayEquals(before, worker.gradient().flat().toFloats());
    }
  }

  private static int[] ids(int count) {
    return IntStream.range(0, count).map(i -> 4 + i % 7).toArray();
  }

  private static TokenBatch batch(int[] source, int[] target) {
    return new TokenBatch(List.of(source), List.of(target), SpecialIds.standard());
  }
}
