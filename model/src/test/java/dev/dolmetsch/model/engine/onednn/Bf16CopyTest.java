package dev.dolmetsch.model.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.GradientWorker;
import dev.dolmetsch.model.NormPosition;
import dev.dolmetsch.model.ParameterLayout;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.engine.ElementType;
import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.PlanProfile;
import dev.dolmetsch.model.engine.Tensor;
import dev.dolmetsch.model.ops.Activation;
import java.nio.ShortBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Bf16CopyTest {
  private static final int PADDING = 3;

  @BeforeAll
  static void needsBf16() {
    assumeTrue(OneDnn.isAvailable(), () -> OneDnn.whyUnavailable().orElse(""));
    assumeTrue(OneDnn.canComputeBf16(), "no bfloat16 in oneDNN here");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "5, 3", "64, 2", "1000, 3", "4099, 4"})
  void partsCopyEveryElementOnce(int length, int parts) {
    Tensor parameters = Tensor.allocate(ElementType.FLOAT32, length);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = 1 + i % 128; // Bfloat16 has all of them.
    }
    parameters.set(values);
    try (Bf16Copy copy = new Bf16Copy(parameters, parts)) {
      copy.parts().forEach(Kernel::run);
      ShortBuffer bits = copy.of(parameters).orElseThrow().shorts();
      for (int i = 0; i < length; i++) {
        assertEquals(values[i], Float.intBitsToFloat(bits.get(i) << 16), "element " + i);
      }
    }
  }

  @Test
  void hasWhatLiesInTheParametersAlone() {
    Tensor parameters = Tensor.allocate(ElementType.FLOAT32, 100);
    try (Bf16Copy copy = new Bf16Copy(parameters, 1)) {
      Tensor all = copy.of(parameters).orElseThrow();
      Tensor part = copy.of(parameters.part(64, 5, 4)).orElseThrow();
      assertEquals(ElementType.BFLOAT16, part.type());
      assertArrayEquals(new long[] {5, 4}, part.shape());
      assertEquals(all.address() + 128, part.address());
      assertEquals(Optional.empty(), copy.of(parameters.part(16, 5, 4)), "within a cache line");
      assertEquals(Optional.empty(), copy.of(parameters.widened(101)));
      assertEquals(Optional.empty(), copy.of(Tensor.allocate(ElementType.FLOAT32, 100)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 64})
  void workersThatReadItComputeWhatOnesThatConvertComputeOnceItFollows(int width) {
    TransformerConfig config =
        new TransformerConfig(
            2, 1, width, 2, 48, Activation.RELU, NormPosition.PRE, "softmax", 0, 0, 0, true, true);
    try (FlatParameters parameters =
            FlatParameters.initialise(new ParameterLayout(config, 301), 1);
        Bf16Copy copy = new Bf16Copy(parameters.flat(), 3);
        GradientWorker converts =
            new GradientWorker(config, parameters, 0.1, PADDING, new OneDnnKernels(true));
        GradientWorker reads =
            new GradientWorker(config, parameters, 0.1, PADDING, OneDnnKernels.forTraining(copy))) {
      copy.parts().forEach(Kernel::run);
      assertSame(converts, reads);

      float[] changed = parameters.flat().toFloats();
      for (int i = 0; i < changed.length; i++) {
        changed[i] *= 1.25f;
      }
      parameters.flat().set(changed);
      assertFalse(
          converts.run(TwoPairs.BATCH, 1) == reads.run(TwoPairs.BATCH, 1), "the copy is not read");
      copy.parts().forEach(Kernel::run);
      assertSame(converts, reads);
    }
  }

  @Test
  void noPlanConvertsAWeight() {
    TransformerConfig config =
        new TransformerConfig(
            1, 1, 64, 2, 128, Activation.RELU, NormPosition.PRE, "softmax", 0, 0, 0, true, true);
    PlanProfile profile = new PlanProfile();
    try (FlatParameters parameters =
            FlatParameters.initialise(new ParameterLayout(config, 301), 1);
        Bf16Copy copy = new Bf16Copy(parameters.flat(), 1);
        GradientWorker worker =
            new GradientWorker(config, parameters, 0.1, PADDING, OneDnnKernels.forTraining(copy))) {
      worker.profile(profile);
      worker.run(TwoPairs.BATCH, 1);
    }
    List<String> converted =
        profile.lines().stream()
            .filter(line -> line.kernel().equals("convert"))
            .map(PlanProfile.Line::operation)
            .filter(operation -> operation.contains("weight"))
            .toList();
    assertEquals(List.of(), converted);
  }

  private static void assertSame(GradientWorker expected, GradientWorker actual) {
    assertEquals(expected.run(TwoPairs.BATCH, 1), actual.run(TwoPairs.BATCH, 1));
    assertArrayEquals(
        expected.gradient().flat().toFloats(), actual.gradient().flat().toFloats(), 0f);
  }
}
