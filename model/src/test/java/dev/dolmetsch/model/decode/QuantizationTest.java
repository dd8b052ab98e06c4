package dev.dolmetsch.model.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.checkpoint.LoadedModel;
import dev.dolmetsch.model.checkpoint.ModelDirectory;
import dev.dolmetsch.model.engine.Int8Weights;
import dev.dolmetsch.model.engine.choice.KernelChoice;
import dev.dolmetsch.model.engine.choice.KernelKind;
import dev.dolmetsch.model.engine.choice.Precision;
import dev.dolmetsch.model.engine.onednn.OneDnn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quantising a small random model that is saved. */
class QuantizationTest {
  private static final List<String> SENTENCES = List.of("Der Hund schläft.", "Die Katze läuft.");

  @TempDir Path folder;
  private Path model;

  @BeforeAll
  static void needsInt8() {
    assumeTrue(OneDnn.hasInt8(), "no int8 here");
  }

  @BeforeEach
  void write() {
    model = SavedModel.write(folder.resolve("model"));
  }

  @Test
  void everyWeightIsItsIntegerTimesItsScale() {
    int count = Quantization.quantize(model, SENTENCES);
    try (LoadedModel loaded = LoadedModel.load(model)) {
      Int8Weights weights = loaded.directory().readInt8(loaded.parameters());
      assertEquals(count, weights.weights().size());
      assertTrue(count > 10, "only " + count);
      weights
          .weights()
          .forEach(
              (name, weight) -> {
                float[] exact = loaded.parameters().view(name).toFloats();
                int width = exact.length / weight.rowScales().remaining();
                assertTrue(weight.inputScale() > 0, name);
                for (int i = 0; i < exact.length; i++) {
                  float scale = weight.rowScales().get(i / width);
                  assertEquals(exact[i], weight.values().get(i) * scale, scale * 0.501f, name);
                }
              });
    }
  }

  @Test
  void translationsAreNearlyAsProbableAsInFloat32() {
    Quantization.quantize(model, SENTENCES);
    try (Translator int8 = load(Precision.INT8);
        Translator exact = load(Precision.FLOAT32)) {
      for (String sentence : SENTENCES) {
        Translation.Candidate found = best(int8, sentence);
        Translation.Candidate expected = best(exact, sentence);
        assertEquals(expected.score(), found.score(), 0.05);
      }
      assertTrue(int8.memory().own() > 0);
    }
  }

  @Test
  void quantisingAgainReplacesTheWeights() {
    Quantization.quantize(model, SENTENCES);
    Quantization.quantize(model, List.of("Der Hund."));
    assertTrue(ModelDirectory.open(model).hasInt8());
  }

  @Test
  void aModelThatWasNotQuantisedSaysSo() {
    DolmetschException refusal =
        assertThrows(DolmetschException.class, () -> load(Precision.INT8).close());
    assertTrue(refusal.getMessage().contains("was not quantised; run dolmetsch quantize"));
    assertThrows(DolmetschException.class, () -> Quantization.quantize(model, List.of(" ")));
    assertFalse(ModelDirectory.open(model).hasInt8());
  }

  @Test
  void damagedWeightsAreRefused() throws IOException {
    Quantization.quantize(model, SENTENCES);
    Path file = model.resolve("model.int8.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1]++;
    Files.write(file, bytes);
    DolmetschException refusal =
        assertThrows(DolmetschException.class, () -> ModelDirectory.open(model));
    assertTrue(refusal.getMessage().contains("model.int8.safetensors: damaged"));
  }

  private static Translation.Candidate best(Translator translator, String sentence) {
    return translator.translate(sentence, translator.defaultOptions()).candidates().get(0);
  }

  private Translator load(Precision precision) {
    return Translator.load(model, 1, KernelChoice.of(KernelKind.AUTO, precision));
  }
}
