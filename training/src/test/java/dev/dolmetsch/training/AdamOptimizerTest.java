package dev.dolmetsch.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.ParameterLayout;
import dev.dolmetsch.model.engine.WorkerThreads;
import dev.dolmetsch.training.config.OptimizationConfig;
import dev.dolmetsch.training.config.TrainingConfig;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdamOptimizerTest {
  private static final ParameterLayout LAYOUT =
      new ParameterLayout(SmallModels.withoutDropout(), SmallModels.VOCABULARY);

  private final Owned owned = new Owned();
  private final WorkerThreads threads = owned.add(new WorkerThreads(2, "training"));
  private final FlatParameters parameters = owned.add(FlatParameters.initialise(LAYOUT, 3));
  private final FlatParameters gradient = owned.add(new FlatParameters(LAYOUT));

  @AfterEach
  void release() {
    owned.close();
  }

  private AdamOptimizer optimizer(String... overrides) {
    OptimizationConfig config = TrainingConfig.defaults().with(overrides).training();
    return owned.add(new AdamOptimizer(config, parameters, new FlatLoop(threads, LAYOUT.length())));
  }

  @Test
  void stepsAreThoseOfThePaperInDoublePrecision() {
    AdamOptimizer adam = optimizer("training.beta1=0.9", "training.beta2=0.98");
    double[] theta = doubles(parameters);
    double[] m = new double[theta.length];
    double[] v = new double[theta.length];
    SplittableRandom random = new SplittableRandom(1);
    for (int update = 1; update <= 6; update++) {
      float[] slopes = fill(random);
      adam.step(List.of(gradient), 0.25, 0.01, update);
      for (int i = 0; i < theta.length; i++) {
        double slope = 0.25 * slopes[i];
        m[i] = 0.9 * m[i] + 0.1 * slope;
        v[i] = 0.98 * v[i] + 0.02 * slope * slope;
        double mean = m[i] / (1 - Math.pow(0.9, update));
        double variance = v[i] / (1 - Math.pow(0.98, update));
        theta[i] -= 0.01 * mean / (Math.sqrt(variance) + 1e-9);
      }
      assertArrayEquals(theta, doubles(parameters), 2e-6);
    }
    assertArrayEquals(m, doubles(adam.firstMoment()), 1e-6);
    assertArrayEquals(v, doubles(adam.secondMoment()), 1e-6);
  }

  @Test
  void sumOfSeveralGradientsIsWhatCounts() {
    FlatParameters half = owned.add(new FlatParameters(LAYOUT));
    float[] slopes = fill(new SplittableRandom(2));
    AdamOptimizer one = optimizer();
    float[] before = parameters.flat().toFloats();
    double squares = one.step(List.of(gradient), 1, 0.01, 1);
    float[] expected = parameters.flat().toFloats();

    parameters.flat().set(before);
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] /= 2;
    }
    gradient.flat().set(slopes);
    half.flat().set(slopes);
    double ofHalves = optimizer().step(List.of(gradient, half), 1, 0.01, 1);

    assertArrayEquals(expected, parameters.flat().toFloats(), 0f);
    assertEquals(squares, ofHalves, 0);
  }

  @Test
  void firstStepIsTheLearningRateWhateverTheGradientsSize() {
    AdamOptimizer adam = optimizer();
    double[] before = doubles(parameters);
    fill(new SplittableRandom(2));
    adam.step(List.of(gradient), 1e-3, 0.5, 1);
    float[] slopes = gradient.flat().toFloats();
    double[] after = doubles(parameters);
    for (int i = 0; i < before.length; i++) {
      if (Math.abs(slopes[i]) > 1e-2) {
        assertEquals(before[i] - 0.5 * Math.signum(slopes[i]), after[i], 1e-3);
      }
    }
  }

  @Test
  void decayShrinksMatricesAndNothingElse() {
    AdamOptimizer adam = optimizer("training.optimizer=adamw", "training.weight_decay=0.5");
    for (ParameterLayout.Entry entry : LAYOUT.entries()) {
      float[] ones = new float[entry.length()];
      java.util.Arrays.fill(ones, 1f);
      parameters.view(entry.name()).set(ones);
    }
    adam.step(List.of(gradient), 1, 0.1, 1); // The gradient is zero, so that only the decay acts.

    for (ParameterLayout.Entry entry : LAYOUT.entries()) {
      float expected = entry.shape().size() == 2 ? 0.95f : 1f;
      for (float value : parameters.view(entry.name()).toFloats()) {
        assertEquals(expected, value, 1e-7f, entry.name());
      }
    }
  }

  @Test
  void elementsWithoutGradientStayFiniteAtTheSmallestEpsilon() {
    AdamOptimizer adam = optimizer("training.epsilon=1e-300");
    double[] before = doubles(parameters);
    adam.step(List.of(gradient), 1, 0.1, 1);

    assertArrayEquals(before, doubles(parameters), 0);
  }

  @Test
  void parametersFillSeveralBlocks() {
    assertTrue(LAYOUT.length() > 2 * FlatLoop.BLOCK, "or the other tests see but one block");
  }

  private float[] fill(SplittableRandom random) {
    float[] slopes = new float[LAYOUT.length()];
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] = (float) (2 * random.nextDouble() - 1);
    }
    gradient.flat().set(slopes);
    return slopes;
  }

  private static double[] doubles(FlatParameters values) {
    float[] floats = values.flat().toFloats();
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }
}
