package dev.dolmetsch.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dolmetsch.data.batch.SpecialIds;
import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.model.engine.ExecutionPlan;
import dev.dolmetsch.model.engine.GraphRunner;
import dev.dolmetsch.model.engine.KernelsUnderTest;
import dev.dolmetsch.model.ops.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** That variables and plans share memory must not be seen in any result. */
@ParameterizedClass
@EnumSource(KernelsUnderTest.class)
class SharedMemoryTest {
  private static final TransformerConfig CONFIG =
      new TransformerConfig(
          2, 2, 8, 2, 12, Activation.GELU, NormPosition.PRE, "softmax", 0.2, 0.1, 0.1, true, true);
  private static final ParameterLayout LAYOUT = new ParameterLayout(CONFIG, 11);
  private static final TokenBatch LARGE = batch(9, 14, 12);
  private static final TokenBatch SMALL = batch(3, 5);

  private final KernelsUnderTest kernels;

  SharedMemoryTest(KernelsUnderTest kernels) {
    this.kernels = kernels;
  }

  @Test
  void lossAndGradientsAreThoseOfAGraphThatKeepsEveryVariable() {
    try (FlatParameters parameters = FlatParameters.initialise(LAYOUT, 1);
        GradientWorker worker = worker(parameters)) {
      TransformerGraphs.LossAndGradients training =
          TransformerGraphs.training(CONFIG, LAYOUT, 0.1, 3);
      List<String> everything = new ArrayList<>();
      training.graph().getOps().values().forEach(op -> everything.addAll(op.getOutputsOfOp()));
      try (GraphRunner hoarder =
          new GraphRunner(training.graph(), everything, parameters.views(), kernels.create())) {
        double loss = worker.run(LARGE, 5);
        ExecutionPlan plan = hoarder.plan(TeacherForcing.shapes(LARGE));
        TeacherForcing.fill(plan, LARGE);
        plan.tensor("labels").set(LARGE.decoderOutput());
        plan.tensor("dropout_seed").set(new int[] {0, 5});
        plan.tensor("sentence_numbers").set(LARGE.sentenceNumbers());
        plan.run();
        float kept = plan.tensor(TransformerGraphs.LOSS).floats().get(0);
        // Where every variable is kept nothing is fused, and fused sums are rounded otherwise.
        float rounding = kernels == KernelsUnderTest.ONEDNN ? 1e-5f : 0;
        assertEquals(loss, kept, rounding * loss);
        training
            .gradients()
            .forEach(
                (parameter, variable) ->
                    assertArrayEquals(
                        plan.tensor(variable).toFloats(),
                        worker.gradient().view(parameter).toFloats(),
                        rounding,
                        parameter));
      }
    }
  }

  @Test
  void plansOfOtherShapesInBetweenChangeNothing() {
    try (FlatParameters parameters = FlatParameters.initialise(LAYOUT, 1);
        GradientWorker busy = worker(parameters);
        GradientWorker fresh = worker(parameters)) {
      double large = busy.run(LARGE, 1);
      float[] largeGradient = busy.gradient().flat().toFloats();
      double small = busy.run(SMALL, 2);
      float[] smallGradient = busy.gradient().flat().toFloats();
      assertEquals(large, busy.run(LARGE, 1));
      assertArrayEquals(largeGradient, busy.gradient().flat().toFloats());
      assertEquals(small, fresh.run(SMALL, 2));
      assertArrayEquals(smallGradient, fresh.gradient().flat().toFloats());
    }
  }

  private GradientWorker worker(FlatParameters parameters) {
    return new GradientWorker(CONFIG, parameters, 0.1, 3, kernels.create());
  }

  private static TokenBatch batch(int... lengths) {
    List<int[]> sources = new ArrayList<>();
    List<int[]> targets = new ArrayList<>();
    for (int length : lengths) {
      sources.add(IntStream.range(0, length).map(i -> 4 + i % 7).toArray());
      targets.add(IntStream.range(0, length + 2).map(i -> 4 + i % 5).toArray());
    }
    return new TokenBatch(sources, targets, SpecialIds.standard());
  }
}
