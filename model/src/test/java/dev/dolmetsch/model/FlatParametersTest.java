package dev.dolmetsch.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.model.ops.Activation;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlatParametersTest {
  private static final int V = 500;
  private static final int D = 32;

  private static ParameterLayout layout(NormPosition norm, boolean tieInputs, boolean tieOutput) {
    return new ParameterLayout(
        new TransformerConfig(
            1, 2, D, 4, 48, Activation.RELU, norm, "softmax", 0, 0, 0, tieInputs, tieOutput),
        V);
  }

  @Test
  void theOrderIsThatOfTheFileFormat() {
    List<String> names = layout(NormPosition.PRE, true, true).names();
    assertEquals("shared_embedding.weight", names.get(0));
    assertEquals(
        List.of(
            "encoder.layers.0.self_attention.query.weight",
            "encoder.layers.0.self_attention.key.weight",
            "encoder.layers.0.self_attention.value.weight",
            "encoder.layers.0.self_attention.query.bias",
            "encoder.layers.0.self_attention.key.bias",
            "encoder.layers.0.self_attention.value.bias",
            "encoder.layers.0.self_attention.output.weight",
            "encoder.layers.0.self_attention.output.bias",
            "encoder.layers.0.self_attention_norm.weight",
            "encoder.layers.0.self_attention_norm.bias",
            "encoder.layers.0.feed_forward.inner.weight",
            "encoder.layers.0.feed_forward.inner.bias",
            "encoder.layers.0.feed_forward.outer.weight",
            "encoder.layers.0.feed_forward.outer.bias",
            "encoder.layers.0.feed_forward_norm.weight",
            "encoder.layers.0.feed_forward_norm.bias",
            "decoder.layers.0.self_attention.query.weight"),
        names.subList(1, 18));
    assertEquals(
        List.of(
            "encoder.norm.weight", "encoder.norm.bias", "decoder.norm.weight", "decoder.norm.bias"),
        names.subList(names.size() - 4, names.size()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"weight", "bias"})
  void queryKeyAndValueStandNextToEachOther(String kind) {
    ParameterLayout layout = layout(NormPosition.PRE, true, true);
    for (String block :
        List.of("encoder.layers.0.self_attention", "decoder.layers.1.cross_attention")) {
      ParameterLayout.Entry query = layout.entry(block + ".query." + kind);
      ParameterLayout.Entry key = layout.entry(block + ".key." + kind);
      ParameterLayout.Entry value = layout.entry(block + ".value." + kind);
      assertEquals(query.offset() + query.length(), key.offset());
      assertEquals(key.offset() + key.length(), value.offset());
      assertEquals(kind.equals("weight") ? D * D : D, value.length());
    }
  }

  @Test
  void parametersFollowEachOtherWithoutGaps() {
    ParameterLayout layout = layout(NormPosition.POST, false, false);
    int end = 0;
    for (ParameterLayout.Entry entry : layout.entries()) {
      assertEquals(end, entry.offset(), entry.name());
      end += entry.length();
    }
    assertEquals(end, layout.length());
  }

  @ParameterizedTest
  @CsvSource({
    "PRE, true, true, 1, false",
    "PRE, true, false, 2, false",
    "POST, false, true, 2, false",
    "POST, false, false, 3, true"
  })
  void eachTieSavesOneMatrix(
      NormPosition norm, boolean inputs, boolean output, int matrices, boolean allApart) {
    ParameterLayout layout = layout(norm, inputs, output);
    List<ParameterLayout.Entry> vocabularySized =
        layout.entries().stream().filter(entry -> entry.shape().get(0) == V).toList();
    assertEquals(matrices, vocabularySized.size());
    vocabularySized.forEach(entry -> assertEquals(List.of((long) V, (long) D), entry.shape()));
    assertEquals(inputs, layout.names().contains("shared_embedding.weight"));
    assertEquals(!inputs, layout.names().contains("source_embedding.weight"));
    assertEquals(!inputs, layout.names().contains("target_embedding.weight"));
    assertEquals(!output, layout.names().contains("output.weight"));
    assertEquals(allApart, matrices == 3);
    assertEquals(norm == NormPosition.PRE, layout.names().contains("decoder.norm.weight"));
  }

  @Test
  void anUnknownNameIsRefused() {
    ParameterLayout layout = layout(NormPosition.PRE, true, true);
    assertThrows(IllegalArgumentException.class, () -> layout.entry("nonsense"));
    try (FlatParameters parameters = new FlatParameters(layout)) {
      assertThrows(IllegalArgumentException.class, () -> parameters.view("nonsense"));
    }
  }

  @Test
  void initialValuesHaveTheirDistributions() {
    ParameterLayout layout = layout(NormPosition.PRE, true, false);
    try (FlatParameters parameters = FlatParameters.initialise(layout, 1)) {
      for (ParameterLayout.Entry entry : layout.entries()) {
        float[] values = parameters.view(entry.name()).toFloats();
        double mean = mean(values);
        double deviation = deviation(values, mean);
        if (entry.name().endsWith("bias")) {
          assertArrayEquals(new float[values.length], values, entry.name());
        } else if (entry.name().endsWith("norm.weight")) {
          assertEquals(1, mean, entry.name());
          assertEquals(0, deviation, entry.name());
        } else if (entry.shape().get(0) == V) { // Normal, 16,000 values.
          assertEquals(0, mean, 4 * deviation / Math.sqrt(values.length), entry.name());
          assertEquals(1 / Math.sqrt(D), deviation, 0.03 / Math.sqrt(D), entry.name());
        } else { // Uniform, at least 1,024 values; its deviation is its bound over √3.
          double bound = Math.sqrt(6.0 / (entry.shape().get(0) + entry.shape().get(1)));
          assertEquals(0, mean, 4 * deviation / Math.sqrt(values.length), entry.name());
          assertEquals(bound / Math.sqrt(3), deviation, 0.05 * bound, entry.name());
          for (float value : values) {
            assertTrue(Math.abs(value) <= bound, entry.name());
          }
        }
      }
    }
  }

  private static double mean(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  private static double deviation(float[] values, double mean) {
    return Math.sqrt(
        IntStream.range(0, values.length)
            .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
            .average()
            .orElseThrow());
  }

  @Test
  void initialValuesAreAFunctionOfTheSeed() {
    ParameterLayout layout = layout(NormPosition.PRE, true, true);
    try (FlatParameters one = FlatParameters.initialise(layout, 1);
        FlatParameters again = FlatParameters.initialise(layout, 1);
        FlatParameters two = FlatParameters.initialise(layout, 2)) {
      assertArrayEquals(one.flat().toFloats(), again.flat().toFloats());
      assertFalse(java.util.Arrays.equals(one.flat().toFloats(), two.flat().toFloats()));
    }
  }

  @Test
  void aViewIsPartOfTheFlatArray() {
    ParameterLayout layout = layout(NormPosition.PRE, true, true);
    try (FlatParameters parameters = new FlatParameters(layout)) {
      ParameterLayout.Entry entry = layout.entry("decoder.layers.1.self_attention.output.bias");
      parameters.view(entry.name()).set(new float[] {7});
      float[] flat = parameters.flat().toFloats();
      assertEquals(7f, flat[entry.offset()]);
      assertEquals(1, IntStream.range(0, flat.length).filter(i -> flat[i] != 0).count());
    }
  }
}
