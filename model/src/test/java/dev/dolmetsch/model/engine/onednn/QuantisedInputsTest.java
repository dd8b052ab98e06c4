package dev.dolmetsch.model.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.NormPosition;
import dev.dolmetsch.model.ParameterLayout;
import dev.dolmetsch.model.TeacherForcing;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.TransformerGraphs;
import dev.dolmetsch.model.engine.ExecutionPlan;
import dev.dolmetsch.model.engine.GraphRunner;
import dev.dolmetsch.model.engine.Int8Weights;
import dev.dolmetsch.model.engine.Kernels;
import dev.dolmetsch.model.engine.PlanProfile;
import dev.dolmetsch.model.engine.nd4j.Nd4jKernels;
import dev.dolmetsch.model.ops.Activation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quantised models of two layers on each side. */
class QuantisedInputsTest {
  @BeforeAll
  static void needsInt8() {
    assumeTrue(OneDnn.hasInt8(), "no int8 here");
  }

  @ParameterizedTest
  @CsvSource({
    // Two norms a layer of the encoder, three of the decoder, and its last one. The encoder's last
    // one has two readers.
    "PRE, RELU, 11",
    "PRE, GELU, 11",
    // Residuals read norms, too, but for the last one.
    "POST, RELU, 1"
  })
  void whatOneQuantisedLayerReadsIsWrittenInInt8(
      NormPosition norm, Activation activation, int norms) {
    TransformerConfig config =
        new TransformerConfig(2, 2, 64, 2, 96, activation, norm, "softmax", 0, 0, 0, true, true);
    try (FlatParameters parameters =
        FlatParameters.initialise(new ParameterLayout(config, 301), 1)) {
      Map<String, Float> ranges;
      try (InputRanges seen = new InputRanges(parameters.views())) {
        logits(config, parameters, seen.kernels(), new PlanProfile());
        ranges = seen.largest();
      }
      Int8Weights weights = Int8Weights.of(parameters.views(), ranges);
      PlanProfile profile = new PlanProfile();
      float[] exact = logits(config, parameters, new Nd4jKernels(), new PlanProfile());
      float[] found;
      try (PackedWeights packed = new PackedWeights(Optional.of(weights))) {
        Kernels kernels = OneDnnKernels.forInference(OneDnn.canComputeBf16(), packed);
        found = logits(config, parameters, kernels, profile);
      }
      assertEquals(norms, writersOfInt8(profile, "layer_norm"));
      assertEquals(4, writersOfInt8(profile, "linear"));
      assertTrue(difference(exact, found) < 0.03, "differs by " + difference(exact, found));
    }
  }

  private static long writersOfInt8(PlanProfile profile, String kernel) {
    return profile.lines().stream()
        .filter(line -> line.kernel().startsWith(kernel) && line.shapes().contains("-> i8"))
        .count();
  }

  private static float[] logits(
      TransformerConfig config, FlatParameters parameters, Kernels kernels, PlanProfile profile) {
    try (GraphRunner runner =
        new GraphRunner(
            TransformerGraphs.forced(config, parameters.layout()),
            List.of(TransformerGraphs.LOGITS),
            parameters.views(),
            kernels)) {
      runner.profile(profile);
      ExecutionPlan plan = runner.plan(TeacherForcing.shapes(TwoPairs.BATCH));
      TeacherForcing.fill(plan, TwoPairs.BATCH);
      runner.run(plan);
      return plan.tensor(TransformerGraphs.LOGITS).toFloats();
    }
  }

  /** Relative, in the Euclidean norm. */
  private static double difference(float[] expected, float[] actual) {
    double difference = 0;
    double whole = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow(expected[i] - actual[i], 2);
      whole += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / whole);
  }
}
