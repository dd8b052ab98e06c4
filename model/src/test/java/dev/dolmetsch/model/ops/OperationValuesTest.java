package dev.dolmetsch.model.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dolmetsch.model.engine.KernelsUnderTest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;

/** What the operations compute, against plain loops in double precision. */
@ParameterizedClass
@EnumSource(KernelsUnderTest.class)
class OperationValuesTest {
  private static final float HIDDEN = Float.NEGATIVE_INFINITY;

  private final KernelsUnderTest kernels;
  private final OperationGraph g;

  OperationValuesTest(KernelsUnderTest kernels) {
    this.kernels = kernels;
    this.g = new OperationGraph(kernels);
  }

  @ParameterizedTest
  @CsvSource({"1, 8, 0", "5, 13, 0", "70, 33, 100"})
  void layerNormHasMeanAndBiasedVarianceOfEachRow(int n, int d, float offset) {
    float[] xs = g.randomValues(n * d);
    for (int i = 0; i < xs.length; i++) {
      xs[i] += offset;
    }
    SDVariable x = g.input("x", xs, n, d);
    SDVariable gain = g.random("gain", d);
    SDVariable bias = g.random("bias", d);
    float[] y = g.forward(new LayerNorm(g.graph(), x, gain, bias, 1e-5).output());
    for (int row = 0; row < n; row++) {
      double mean = 0;
      double variance = 0;
      for (int j = 0; j < d; j++) {
        mean += xs[row * d + j] / (double) d;
      }
      for (int j = 0; j < d; j++) {
        variance += Math.pow(xs[row * d + j] - mean, 2) / d;
      }
      for (int j = 0; j < d; j++) {
        double expected =
            (xs[row * d + j] - mean) / Math.sqrt(variance + 1e-5) * g.valuesOf("gain")[j]
                + g.valuesOf("bias")[j];
        // Half a unit in the last place of 100, 4·10⁻⁶, is all that the mean can be wrong by.
        assertEquals(expected, y[row * d + j], offset == 0 ? 2e-6 : 3e-5);
      }
    }
  }

  @Test
  void softmaxGivesHiddenKeysExactlyNothing() {
    float[] scores = {1, 2, HIDDEN, 0.5f, HIDDEN, HIDDEN, -80, 80, HIDDEN, 7, 7, 7};
    SDVariable x = g.input("scores", scores, 1, 1, 4, 3);
    float[] weights = g.forward(new SoftmaxWeights(g.graph(), x).output());
    double e = Math.exp(1);
    float[] expected = {
      (float) (1 / (1 + e)), (float) (e / (1 + e)), 0, 1, 0, 0, 0, 1, 0, 1f / 3, 1f / 3, 1f / 3
    };
    assertArrayEquals(expected, weights, 2e-7f);
    assertEquals(0f, weights[2]);
    assertEquals(0f, weights[4]);
  }

  @Test
  void softmaxOfLongRowsAddsUpToOne() {
    SDVariable scores = g.random("scores", 1, 2, 65, 37);
    float[] weights = g.forward(new SoftmaxWeights(g.graph(), scores).output());
    float[] x = g.valuesOf("scores");
    for (int row = 0; row < 130; row++) {
      double sum = 0;
      for (int s = 0; s < 37; s++) {
        sum += Math.exp(x[row * 37 + s]);
      }
      for (int s = 0; s < 37; s++) {
        assertEquals(Math.exp(x[row * 37 + s]) / sum, weights[row * 37 + s], 1e-7);
      }
    }
  }

  @Test
  void geluIsTheExactOneAndNotItsTanhApproximation() {
    float[] x = new float[8001];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i - 4000) * 1e-3f;
    }
    SDVariable input = g.input("x", x, 1, x.length);
    float[] y = g.forward(new FeedForwardActivation(g.graph(), input, Activation.GELU).output());
    for (int i = 0; i < x.length; i++) {
      double expected = x[i] * 0.5 * (1 + erf(x[i] / Math.sqrt(2)));
      assertEquals(expected, y[i], 1.5e-6, "at " + x[i]);
    }
  }

  /** Maclaurin series, exact to 10⁻¹⁰ for |x| up to 3. */
  private static double erf(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < 80; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.5})
  void crossEntropySumsOverRowsThatAreNotPadding(double smoothing) {
    int[] labels = {4, 3, 10, 3, 0};
    int v = 11;
    SDVariable logits = g.random("logits", labels.length, v);
    float[] x = g.valuesOf("logits");
    double expected = 0;
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] == 3) {
        continue;
      }
      double sum = 0;
      for (int j = 0; j < v; j++) {
        sum += Math.exp(x[row * v + j]);
      }
      for (int j = 0; j < v; j++) {
        double q = smoothing / v + (j == labels[row] ? 1 - smoothing : 0);
        expected -= q * (x[row * v + j] - Math.log(sum));
      }
    }
    assertEquals(expected, loss(logits, smoothing, labels), 1e-5);
  }

  private float loss(SDVariable logits, double smoothing, int... labels) {
    SDVariable ids = g.ints("labels", labels);
    return g.forward(new LabelSmoothedCrossEntropy(g.graph(), logits, ids, smoothing, 3).output())[
        0];
  }

  @Test
  void lossOfPaddingAloneIsZero() {
    assertEquals(0f, loss(g.random("logits", 2, 5), 0.1, 3, 3));
  }

  @Test
  void lossOfHugeLogitsDoesNotOverflow() {
    SDVariable logits = g.input("logits", new float[] {1e30f, -1e30f, 0, 0}, 1, 4);
    assertEquals(0f, loss(logits, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({"NaN, 0", "NaN, 0.1", "Infinity, 0", "Infinity, 0.1"})
  void aLogitThatIsNoNumberMakesTheLossNone(float bad, double smoothing) {
    // At the label, elsewhere, and behind a block of eight.
    for (int at : new int[] {4, 0, 9}) {
      OperationGraph fresh = new OperationGraph(kernels);
      float[] logits = new float[10];
      logits[at] = bad;
      SDVariable loss =
          new LabelSmoothedCrossEntropy(
                  fresh.graph(),
                  fresh.input("logits", logits, 1, 10),
                  fresh.ints("labels", 4),
                  smoothing,
                  3)
              .output();
      assertTrue(Float.isNaN(fresh.forward(loss)[0]), bad + " at " + at);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x7fc00000, 0xffc00000, 0x7fc00001, 0x7fffffff, 0x7f800001})
  void everyKindOfNanGoesThroughTheOperationsOfALayer(int bits) {
    float nan = Float.intBitsToFloat(bits);
    float[] x = new float[8];
    x[3] = nan;
    // oneDNN's functions lose NaN: its max(x, 0) is 0. A NaN that came in goes round a block by the
    // residual, and one among the parameters is found when a checkpoint is written.
    assumeTrue(kernels == KernelsUnderTest.ND4J, "oneDNN's ReLU makes 0 of NaN");
    for (Function<SDVariable, SDVariable> op :
        List.<Function<SDVariable, SDVariable>>of(
            v -> new FeedForwardActivation(v.getSameDiff(), v, Activation.RELU).output(),
            v -> new FeedForwardActivation(v.getSameDiff(), v, Activation.GELU).output(),
            v -> new ResidualAdd(v.getSameDiff(), v, v).output(),
            v -> new Linear(v.getSameDiff(), v, v).output())) {
      OperationGraph fresh = new OperationGraph(kernels);
      float[] y = fresh.forward(op.apply(fresh.input("x", x, 1, 8)));
      assertTrue(Float.isNaN(y[y.length == 8 ? 3 : 0]));
    }
    OperationGraph fresh = new OperationGraph(kernels);
    SDVariable weights =
        new SoftmaxWeights(fresh.graph(), fresh.input("x", x, 1, 1, 1, 8)).output();
    for (float weight : fresh.forward(weights)) {
      assertTrue(Float.isNaN(weight));
    }
  }

  @Test
  void aLabelOutsideTheVocabularyIsRefused() {
    SDVariable logits = g.random("logits", 1, 5);
    assertThrows(IndexOutOfBoundsException.class, () -> loss(logits, 0.1, 5));
  }

  @Test
  void anIdOutsideTheVocabularyIsRefused() {
    SDVariable y =
        new Embedding(g.graph(), g.random("table", 4, 3), g.ints("ids", 1, 4), 1).output();
    assertThrows(IndexOutOfBoundsException.class, () -> g.forward(y));
  }

  @Test
  void embeddingRowsAreScaled() {
    SDVariable table = g.input("table", new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
    SDVariable y = new Embedding(g.graph(), table, g.ints("ids", 2, 0, 2), 10).output();
    assertArrayEquals(new float[] {50, 60, 10, 20, 50, 60}, g.forward(y));
  }

  @Test
  void positionCodesAreSinesThenCosines() {
    int d = 6;
    int[] positions = {0, 1, 250, 1};
    SDVariable x = g.input("x", new float[4 * d], 4, d);
    float[] y = g.forward(new AddPositions(g.graph(), x, g.ints("positions", positions)).output());
    for (int row = 0; row < 4; row++) {
      for (int i = 0; i < d / 2; i++) {
        double angle = positions[row] / Math.pow(10000, 2.0 * i / d);
        assertEquals(Math.sin(angle), y[row * d + i], 1e-6);
        assertEquals(Math.cos(angle), y[row * d + d / 2 + i], 1e-6);
      }
    }
  }

  @Test
  void eachHeadScoresItsOwnColumns() {
    int b = 2, h = 3, t = 4, s = 5, dh = 2, d = h * dh;
    SDVariable query = g.random("query", b * t, d);
    SDVariable key = g.random("key", b * s, d);
    float[] scores =
        g.forward(new AttentionScores(g.graph(), query, key, g.ints("lengths", 5, 3), h).output());
    int at = 0;
    for (int sentence = 0; sentence < b; sentence++) {
      for (int head = 0; head < h; head++) {
        for (int i = 0; i < t; i++) {
          for (int j = 0; j < s; j++) {
            double expected = 0;
            for (int c = head * dh; c < (head + 1) * dh; c++) {
              expected +=
                  g.valuesOf("query")[(sentence * t + i) * d + c]
                      * (double) g.valuesOf("key")[(sentence * s + j) * d + c];
            }
            assertEquals(expected, scores[at++], 1e-6);
          }
        }
      }
    }
    assertEquals(scores.length, at);
  }

  @Test
  void eachHeadSumsItsOwnColumnsOfTheValues() {
    int b = 2, h = 3, t = 4, s = 5, dh = 2, d = h * dh;
    SDVariable weights = g.random("w", b, h, t, s);
    SDVariable value = g.random("value", b * s, d);
    float[] context = g.forward(new AttentionContext(g.graph(), weights, value).output());
    for (int row = 0; row < b * t; row++) {
      int sentence = row / t;
      for (int c = 0; c < d; c++) {
        double expected = 0;
        for (int j = 0; j < s; j++) {
          int weight = ((sentence * h + c / dh) * t + row % t) * s + j;
          expected +=
              g.valuesOf("w")[weight] * (double) g.valuesOf("value")[(sentence * s + j) * d + c];
        }
        assertEquals(expected, context[row * d + c], 1e-6);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aQuerySeesItsSentencesKeysAndNoLaterOnesIfCausal(boolean causal) {
    int s = 3;
    float[] ones = new float[2 * s * s];
    Arrays.fill(ones, 1);
    SDVariable scores = g.input("scores", ones, 2, 1, s, s);
    float[] masked =
        g.forward(
            new ScaleAndMask(g.graph(), scores, g.ints("lengths", 2, 3), 0.5, causal).output());
    float o = 0.5f;
    float x = HIDDEN;
    assertArrayEquals(
        causal
            ? new float[] {o, x, x, o, o, x, o, o, x, o, x, x, o, o, x, o, o, o}
            : new float[] {o, o, x, o, o, x, o, o, x, o, o, o, o, o, o, o, o, o},
        masked);
  }

  @Test
  void aCacheTakesEachRowAtItsPlace() {
    SDVariable cache = g.input("cache", new float[12], 6, 2);
    SDVariable rows = g.input("rows", new float[] {1, 2, 3, 4}, 2, 2);
    SDVariable y = new CacheWrite(g.graph(), cache, rows, g.ints("places", 2, 3)).output();
    assertArrayEquals(new float[] {0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0}, g.forward(y));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9})
  void dropoutDropsTheFractionItShouldAndScalesTheRest(double p) {
    float[] y = dropped(p, 0, 1, 2);
    long zeros = IntStream.range(0, y.length).filter(i -> y[i] == 0).count();
    double deviation = Math.sqrt(y.length * p * (1 - p));
    assertEquals(y.length * p, (double) zeros, 4 * deviation);
    for (float value : y) {
      assertTrue(value == 0 || value == (float) (1 / (1 - p)));
    }
    // Neighbours come from one draw; they must not know of each other.
    long pairs = IntStream.range(0, y.length / 2).filter(i -> y[2 * i] + y[2 * i + 1] == 0).count();
    double expected = y.length / 2.0 * p * p;
    assertEquals(expected, (double) pairs, 4 * Math.sqrt(expected));
  }

  @Test
  void dropoutOfProbabilityZeroChangesNothing() {
    for (float value : dropped(0, 0, 1, 2)) {
      assertEquals(1f, value);
    }
  }

  @Test
  void dropoutIsAFunctionOfSeedAndSite() {
    float[] mask = dropped(0.5, 7, 1, 2);
    assertArrayEquals(mask, dropped(0.5, 7, 1, 2));
    for (float[] other :
        new float[][] {dropped(0.5, 8, 1, 2), dropped(0.5, 7, 1, 3), dropped(0.5, 7, 2, 2)}) {
      long same = IntStream.range(0, mask.length).filter(i -> mask[i] == other[i]).count();
      assertEquals(mask.length / 2.0, (double) same, 4 * Math.sqrt(mask.length / 4.0));
    }
  }

  @Test
  void dropoutOfARowDependsOnItsSentenceAndPlaceAlone() {
    // Sentences 4 and 9, padded to 5 and to 7 rows.
    float[][][] narrow = sentences(droppedOnes(new int[] {4, 9}, 2 * 5, 33), 2, 5, 33);
    float[][][] wide = sentences(droppedOnes(new int[] {9, 6, 4}, 3 * 7, 33), 3, 7, 33);
    for (int row = 0; row < 5; row++) {
      assertArrayEquals(narrow[0][row], wide[2][row]);
      assertArrayEquals(narrow[1][row], wide[0][row]);
    }
  }

  @Test
  void dropoutOfAttentionDependsOnSentenceHeadAndPlaceAlone() {
    int heads = 3;
    float[][][] narrow =
        sentences(droppedOnes(new int[] {4, 9}, 2, heads, 5, 18), 2 * heads, 5, 18);
    float[][][] wide =
        sentences(droppedOnes(new int[] {9, 6, 4}, 3, heads, 7, 31), 3 * heads, 7, 31);
    for (int head = 0; head < heads; head++) {
      for (int row = 0; row < 5; row++) {
        assertArrayEquals(narrow[head][row], Arrays.copyOf(wide[2 * heads + head][row], 18));
        assertArrayEquals(narrow[heads + head][row], Arrays.copyOf(wide[head][row], 18));
      }
    }
  }

  @Test
  void dropoutOfNeighbouringRowsHeadsAndSentencesDiffers() {
    float[][][] blocks = sentences(droppedOnes(new int[] {4, 5, 6}, 3, 2, 4, 64), 6, 4, 64);
    Set<String> rows = new HashSet<>();
    for (float[][] block : blocks) {
      for (float[] row : block) {
        rows.add(Arrays.toString(row));
      }
    }
    assertEquals(6 * 4, rows.size());
  }

  private float[] droppedOnes(int[] sentences, int... shape) {
    OperationGraph graph = new OperationGraph(kernels);
    float[] ones = new float[IntStream.of(shape).reduce(1, Math::multiplyExact)];
    Arrays.fill(ones, 1);
    SDVariable x = graph.input("x", ones, shape);
    SDVariable seed = graph.ints("seed", 1, 2);
    SDVariable numbers = graph.ints("sentences", sentences);
    return graph.forward(new Dropout(graph.graph(), x, seed, numbers, 0.5, 0).output());
  }

  /** [count, rows, width] of a flat array. */
  private static float[][][] sentences(float[] flat, int count, int rows, int width) {
    float[][][] values = new float[count][rows][];
    for (int i = 0; i < count * rows; i++) {
      values[i / rows][i % rows] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
    }
    return values;
  }

  /** 9 sentences of 11 rows of 101 ones: an odd number of elements, in several blocks. */
  private float[] dropped(double p, int site, int... seed) {
    OperationGraph graph = new OperationGraph(kernels);
    float[] ones = new float[99 * 101];
    Arrays.fill(ones, 1);
    SDVariable x = graph.input("x", ones, 99, 101);
    SDVariable sentences = graph.ints("sentences", IntStream.range(0, 9).toArray());
    return graph.forward(
        new Dropout(graph.graph(), x, graph.ints("seed", seed), sentences, p, site).output());
  }

  @Test
  void shapesThatDoNotFitAreRefusedByName() {
    SDVariable rows = g.random("rows", 4, 6);
    SDVariable other = g.random("other", 4, 5);
    SDVariable square = g.random("scores", 2, 1, 2, 2);
    SDVariable three = g.ints("three", 1, 1, 1);
    SDVariable two = g.ints("two", 1, 1);
    assertRefused("linear needs x [N, I]", new Linear(g.graph(), rows, other));
    assertRefused("layer_norm needs x [N, D]", new LayerNorm(g.graph(), rows, other, rows, 1));
    assertRefused("residual_add needs two", new ResidualAdd(g.graph(), rows, other));
    assertRefused("add_positions needs x", new AddPositions(g.graph(), rows, three));
    assertRefused("embedding needs table", new Embedding(g.graph(), square, three, 1));
    assertRefused("scores needs query", new AttentionScores(g.graph(), rows, rows, three, 2));
    assertRefused("D a multiple of 4 h", new AttentionScores(g.graph(), rows, rows, two, 4));
    assertRefused("context needs weights", new AttentionContext(g.graph(), square, square));
    assertRefused("mask needs scores", new ScaleAndMask(g.graph(), square, three, 1, true));
    assertRefused("weights needs scores", new SoftmaxWeights(g.graph(), rows));
    assertRefused("dropout needs x", new Dropout(g.graph(), rows, two, three, 0.1, 0));
    assertRefused("dropout needs x", new Dropout(g.graph(), square, two, three, 0.1, 0));
    assertRefused("seed [2]", new Dropout(g.graph(), rows, three, two, 0.1, 0));
    assertRefused("cache_write needs cache", new CacheWrite(g.graph(), rows, other, two));
    assertRefused(
        "entropy needs logits", new LabelSmoothedCrossEntropy(g.graph(), rows, three, 0, 3));
  }

  private void assertRefused(String message, GraphOp op) {
    var error =
        assertThrows(IllegalArgumentException.class, () -> g.forward(op.outputVariables()[0]));
    assertTrue(error.getMessage().contains(message), error.getMessage());
  }
}
