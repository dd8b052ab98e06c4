package dev.dolmetsch.model.engine.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.engine.nd4j.Nd4jKernels;
import dev.dolmetsch.model.engine.onednn.OneDnn;
import dev.dolmetsch.model.engine.onednn.OneDnnKernels;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KernelChoiceTest {
  private static final OneDnnSupport AMX = new OneDnnSupport(Optional.empty(), true, true, true);
  private static final OneDnnSupport AVX512 =
      new OneDnnSupport(Optional.empty(), true, false, true);
  private static final OneDnnSupport AVX2 =
      new OneDnnSupport(Optional.empty(), false, false, false);
  private static final OneDnnSupport MISSING =
      new OneDnnSupport(Optional.of("no jnidnnl in java.library.path"), false, false, false);

  private static KernelChoice choice(KernelKind kind, Precision precision, OneDnnSupport machine) {
    return KernelChoice.of(kind, precision, () -> machine);
  }

  private static String refusal(KernelKind kind, Precision precision, OneDnnSupport machine) {
    String message =
        assertThrows(DolmetschException.class, () -> choice(kind, precision, machine)).getMessage();
    assertEquals(1, message.lines().count());
    return message;
  }

  @ParameterizedTest
  @CsvSource({
    "AUTO, AUTO, BF16",
    "AUTO, FLOAT32, FLOAT32",
    "AUTO, BF16, BF16",
    "ONEDNN, AUTO, BF16",
    "ONEDNN, FLOAT32, FLOAT32",
    "ONEDNN, BF16, BF16",
    "ND4J, AUTO, FLOAT32",
    "ND4J, FLOAT32, FLOAT32"
  })
  void autoIsBf16WhereTheProcessorGainsByIt(KernelKind kind, Precision wish, Precision expected) {
    KernelChoice choice = choice(kind, wish, AMX);
    assertEquals(expected, choice.precision());
    assertEquals(Optional.empty(), choice.note());
  }

  @Test
  void emulatedBf16IsForThoseWhoAskForIt() {
    assertEquals(Precision.FLOAT32, choice(KernelKind.AUTO, Precision.AUTO, AVX512).precision());
    assertEquals(Precision.BF16, choice(KernelKind.AUTO, Precision.BF16, AVX512).precision());
  }

  @Test
  void bf16IsRefusedWhereOneDnnCannotComputeIt() {
    assertEquals(Precision.FLOAT32, choice(KernelKind.AUTO, Precision.AUTO, AVX2).precision());
    assertEquals(
        "training.precision is bf16, but oneDNN cannot compute that on this processor (it takes"
            + " AVX-512); set it to auto or float32",
        refusal(KernelKind.AUTO, Precision.BF16, AVX2));
  }

  @Test
  void int8NeedsAProcessorThatMultipliesIt() {
    assertEquals(Precision.INT8, choice(KernelKind.AUTO, Precision.INT8, AVX512).precision());
    assertEquals(
        "training.precision is int8, but this processor does not multiply that type (it takes"
            + " AVX-512 VNNI); set it to auto or float32",
        refusal(KernelKind.AUTO, Precision.INT8, AVX2));
    assertEquals(
        "training.precision is int8, which needs oneDNN, but oneDNN's libraries do not load here"
            + " (no jnidnnl in java.library.path); set it to auto or float32",
        refusal(KernelKind.AUTO, Precision.INT8, MISSING));
  }

  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"AUTO", "FLOAT32"})
  void autoFallsBackToNd4jAndSaysWhy(Precision wish) {
    KernelChoice choice = choice(KernelKind.AUTO, wish, MISSING);
    assertInstanceOf(Nd4jKernels.class, choice.create());
    assertEquals("nd4j float32", choice.description());
    assertEquals(Precision.FLOAT32, choice.precision());
    assertEquals(
        "oneDNN's libraries do not load here (no jnidnnl in java.library.path), so ND4J's slower"
            + " kernels compute",
        choice.note().orElseThrow());
  }

  @Test
  void whatIsAskedForByNameMustBeThere() {
    assertEquals(
        "training.kernels is onednn, but oneDNN's libraries do not load here (no jnidnnl in"
            + " java.library.path); set it to auto or nd4j",
        refusal(KernelKind.ONEDNN, Precision.AUTO, MISSING));
    assertEquals(
        "training.precision is bf16, which needs oneDNN, but oneDNN's libraries do not load here"
            + " (no jnidnnl in java.library.path); set it to auto or float32",
        refusal(KernelKind.AUTO, Precision.BF16, MISSING));
    assertTrue(
        refusal(KernelKind.ND4J, Precision.BF16, AMX)
            .contains("float32 or auto with training.kernels nd4j"));
  }

  @Test
  void nd4jDoesNotLoadOneDnn() {
    KernelChoice choice =
        KernelChoice.of(
            KernelKind.ND4J,
            Precision.AUTO,
            () -> {
              throw new AssertionError("oneDNN was asked");
            });
    assertInstanceOf(Nd4jKernels.class, choice.create());
  }

  @Test
  void thisMachineGetsOneDnnWhereItLoads() {
    assumeTrue(OneDnn.isAvailable(), "oneDNN does not load on this machine");
    KernelChoice choice = KernelChoice.of(KernelKind.AUTO, Precision.AUTO);
    assertInstanceOf(OneDnnKernels.class, choice.create());
    assertEquals(OneDnn.hasBf16() ? Precision.BF16 : Precision.FLOAT32, choice.precision());
    String precision = OneDnn.hasBf16() ? "bf16" : "float32";
    assertTrue(choice.description().startsWith("oneDNN " + precision), choice.description());
  }
}
