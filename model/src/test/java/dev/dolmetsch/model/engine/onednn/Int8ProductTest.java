package dev.dolmetsch.model.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.NormPosition;
import dev.dolmetsch.model.ParameterLayout;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.engine.ElementType;
import dev.dolmetsch.model.engine.Int8Weights;
import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.Tensor;
import dev.dolmetsch.model.engine.onednn.Products.Operand;
import dev.dolmetsch.model.ops.Activation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Products of quantised layers against sums in double precision. */
class Int8ProductTest {
  private static final String QUERY = "encoder.layers.0.self_attention.query.weight";
  private static final String KEY = "encoder.layers.0.self_attention.key.weight";
  private static final int WIDTH = 256;

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 320})
  void errorsAreNoLargerThanRoundingMakesThem(int rows) {
    assumeTrue(OneDnn.hasInt8(), "no int8 here");
    OneDnn.useOneThreadPerOperation();
    SplittableRandom random = new SplittableRandom(rows);
    float[] x = new float[rows * WIDTH];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (random.nextDouble() * 6 - 3);
    }
    Tensor input = Tensor.allocate(ElementType.FLOAT32, rows, WIDTH);
    input.set(x);
    Primitives primitives = new Primitives();
    Scratchpad quantised = new Scratchpad();
    try (FlatParameters parameters = parameters()) {
      Tensor weight = joined(parameters);
      Int8Weights int8 = Int8Weights.of(parameters.views(), Map.of(QUERY, 3f, KEY, 3f));
      Int8Weights.Linear layer = int8.of(weight).orElseThrow();
      int out = weight.rows();
      Tensor y = Tensor.allocate(ElementType.FLOAT32, rows, out);
      try (PackedWeights packed = new PackedWeights(Optional.of(int8))) {
        Kernel kernel =
            new Products(primitives)
                .int8Product(
                    new Operand(Layout.rows(input), input.raw()),
                    new Products.QuantisedLayer(weight, layer, null),
                    packed,
                    quantised,
                    null,
                    new Operand(Layout.rows(y), y.raw()),
                    List.of(),
                    List.of());
        kernel.run();
        kernel.close();
      }
      float[] w = weight.toFloats();
      float[] scales = layer.rowScales().toFloats();
      double inputScale = layer.inputScale().toFloats()[0];
      float[] found = y.toFloats();
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < out; column++) {
          double exact = 0;
          double bound = 1e-4;
          for (int i = 0; i < WIDTH; i++) {
            double a = x[row * WIDTH + i];
            double b = w[column * WIDTH + i];
            exact += a * b;
            bound +=
                (Math.abs(a) * scales[column] + Math.abs(b) * inputScale) / 2
                    + inputScale * scales[column] / 4;
          }
          assertEquals(exact, found[row * out + column], bound);
        }
      }
    } finally {
      quantised.close();
      primitives.close();
    }
  }

  @Test
  void onlyWhatIsQuantisedWholeIsALayer() {
    try (FlatParameters parameters = parameters()) {
      Int8Weights int8 = Int8Weights.of(parameters.views(), Map.of(QUERY, 3f));
      assertTrue(int8.of(parameters.view(QUERY)).isPresent());
      assertTrue(int8.of(parameters.view(KEY)).isEmpty());
      assertTrue(int8.of(joined(parameters)).isEmpty());
    }
  }

  private static FlatParameters parameters() {
    TransformerConfig config =
        new TransformerConfig(
            1, 1, WIDTH, 4, 64, Activation.RELU, NormPosition.PRE, "softmax", 0, 0, 0, true, true);
    return FlatParameters.initialise(new ParameterLayout(config, 64), 7);
  }

  /** Query's and key's weights, which are neighbours. */
  private static Tensor joined(FlatParameters parameters) {
    return parameters.view(QUERY).widened(2L * WIDTH, WIDTH);
  }
}
