package dev.dolmetsch.model.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dolmetsch.data.batch.SpecialIds;
import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.GradientWorker;
import dev.dolmetsch.model.LossEvaluator;
import dev.dolmetsch.model.NormPosition;
import dev.dolmetsch.model.ParameterLayout;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.engine.Kernels;
import dev.dolmetsch.model.engine.PlanProfile;
import dev.dolmetsch.model.engine.nd4j.Nd4jKernels;
import dev.dolmetsch.model.ops.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses and gradients of whole models on oneDNN against those on ND4J in float32. */
class OneDnnTrainingTest {
  private static final int VOCABULARY = 3001;
  private static final int PADDING = 3;

  /** With its end a sentence of so many pieces fills a bucket, and need not be padded. */
  private static final int WHOLE_BUCKET = AttentionKernels.BUCKET - 1;

  @BeforeAll
  static void needsNatives() {
    assumeTrue(OneDnn.isAvailable(), () -> OneDnn.whyUnavailable().orElse(""));
  }

  static Stream<TransformerConfig> models() {
    return Stream.of(
        model(NormPosition.PRE, Activation.RELU, true, true, 0, 64, 128),
        model(NormPosition.POST, Activation.GELU, true, true, 0, 64, 640),
        model(NormPosition.PRE, Activation.GELU, false, true, 0, 24, 40),
        model(NormPosition.POST, Activation.RELU, true, false, 0, 32, 48),
        model(NormPosition.PRE, Activation.RELU, true, true, 0.1, 64, 128),
        model(NormPosition.PRE, Activation.GELU, true, true, 0.3, 24, 40));
  }

  private static TransformerConfig model(
      NormPosition norm,
      Activation activation,
      boolean tieEmbeddings,
      boolean tieOutput,
      double p,
      int width,
      int feedForward) {
    return new TransformerConfig(
        2,
        2,
        width,
        2,
        feedForward,
        activation,
        norm,
        "softmax",
        p,
        p,
        p,
        tieEmbeddings,
        tieOutput);
  }

  @ParameterizedTest
  @MethodSource("models")
  void lossAndGradientsAreThoseOfNd4j(TransformerConfig config) {
    compareInFloat32(config);
  }

  static void compareInFloat32(TransformerConfig config) {
    compareWithNd4j(config, false, 1e-5, 2e-4);
  }

  /** One query or key a sentence, and sentences enough to be computed together. */
  @ParameterizedTest
  @MethodSource("models")
  void theyAreSoForSentencesOfNothingButTheirEnds(TransformerConfig config) {
    compareSinglePositions(config);
  }

  static void compareSinglePositions(TransformerConfig config) {
    List<TokenBatch> batches = List.of(batch(6, 12, 0), batch(7, 12, 20, 0), batch(8, 12, 0, 20));
    compareWithNd4j(config, batches, false, 1e-5, 2e-4);
  }

  @ParameterizedTest
  @MethodSource("models")
  void inBf16TheyAreThoseOfNd4jWithinItsRounding(TransformerConfig config) {
    assumeTrue(OneDnn.canComputeBf16(), "no bfloat16 in oneDNN here");
    compareWithNd4j(config, true, 2e-3, 0.25);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void attentionGoesThroughABatchGroupByGroupAndIsTimedStepByStep(boolean bf16) {
    assumeTrue(!bf16 || OneDnn.canComputeBf16(), "no bfloat16 in oneDNN here");
    TransformerConfig config = model(NormPosition.PRE, Activation.RELU, true, true, 0.1, 64, 128);
    PlanProfile profile = new PlanProfile();
    try (FlatParameters parameters =
            FlatParameters.initialise(new ParameterLayout(config, VOCABULARY), 1);
        GradientWorker worker =
            new GradientWorker(config, parameters, 0.1, PADDING, new OneDnnKernels(bf16))) {
      worker.profile(profile);
      worker.run(batch(2, 40, 20), 42);
    }
    for (String kernel :
        List.of(
            "attention_scores+scale+mask",
            "softmax_weights",
            "attention_context",
            "attention_context_backward",
            "softmax_weights_backward",
            "attention_scores_backward+scale+mask")) {
      List<PlanProfile.Line> lines =
          profile.lines().stream().filter(line -> line.kernel().equals(kernel)).toList();
      assertEquals(6, lines.size(), kernel); // Two layers: encoder, decoder, from one to the other.
      for (PlanProfile.Line line : lines) {
        assertTrue(line.shapes().contains(" calls, the first: "), line::shapes);
        assertTrue(line.nanoseconds() > 0, kernel);
        assertEquals(kernel.contains("backward"), line.backward(), kernel);
      }
    }
    assertTrue(profile.lines().stream().noneMatch(line -> line.kernel().contains("block")));
  }

  private static void compareWithNd4j(
      TransformerConfig config, boolean bf16, double lossTolerance, double gradientTolerance) {
    List<TokenBatch> batches =
        List.of(
            batch(1, 5, 4),
            batch(2, 40, 20),
            batch(3, 33, 7),
            batch(4, 27, WHOLE_BUCKET, WHOLE_BUCKET),
            batch(5, 26, 20, WHOLE_BUCKET));
    compareWithNd4j(config, batches, bf16, lossTolerance, gradientTolerance);
  }

  private static void compareWithNd4j(
      TransformerConfig config,
      List<TokenBatch> batches,
      boolean bf16,
      double lossTolerance,
      double gradientTolerance) {
    ParameterLayout layout = new ParameterLayout(config, VOCABULARY);
    try (FlatParameters parameters = FlatParameters.initialise(layout, 1)) {
      compare(
          layout,
          results(config, parameters, batches, new Nd4jKernels()),
          results(config, parameters, batches, new OneDnnKernels(bf16)),
          lossTolerance,
          gradientTolerance);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  private record Result(double loss, double evaluated, double likelihood, float[] gradient) {}

  private static List<Result> results(
      TransformerConfig config,
      FlatParameters parameters,
      List<TokenBatch> batches,
      Kernels kernels) {
    List<Result> results = new ArrayList<>();
    try (GradientWorker worker = new GradientWorker(config, parameters, 0.1, PADDING, kernels);
        LossEvaluator evaluator =
            new LossEvaluator(config, parameters, 0.1, PADDING, other(kernels))) {
      for (TokenBatch batch : batches) {
        double loss = worker.run(batch, 42);
        LossEvaluator.Loss evaluated = evaluator.run(batch);
        results.add(
            new Result(
                loss,
                evaluated.loss(),
                evaluated.negativeLogLikelihood(),
                worker.gradient().flat().toFloats()));
      }
    }
    return results;
  }

  private static Kernels other(Kernels kernels) {
    return kernels instanceof Nd4jKernels
        ? new Nd4jKernels()
        : new OneDnnKernels(kernels.description().contains("bf16"));
  }

  /** Relative differences: of losses, and of each parameter's gradient in the Euclidean norm. */
  private static void compare(
      ParameterLayout layout,
      List<Result> expected,
      List<Result> actual,
      double lossTolerance,
      double gradientTolerance) {
    for (int i = 0; i < expected.size(); i++) {
      Result e = expected.get(i);
      Result a = actual.get(i);
      assertEquals(e.loss, a.loss, lossTolerance * e.loss);
      assertEquals(e.evaluated, a.evaluated, lossTolerance * e.evaluated);
      assertEquals(e.likelihood, a.likelihood, lossTolerance * e.likelihood);
      double whole = norm(e.gradient, 0, e.gradient.length);
      for (ParameterLayout.Entry entry : layout.entries()) {
        double difference = 0;
        for (int j = entry.offset(); j < entry.offset() + entry.length(); j++) {
          double d = e.gradient[j] - a.gradient[j];
          difference += d * d;
        }
        double exact = norm(e.gradient, entry.offset(), entry.length());
        double actually = norm(a.gradient, entry.offset(), entry.length());
        assertEquals(
            exact,
            actually,
            0.6 * gradientTolerance * exact + 1e-4 * whole,
            "norm of " + entry.name() + " in batch " + i);
        double scale = Math.max(exact, 1e-2 * whole);
        double relative = Math.sqrt(difference) / scale;
        assertTrue(
            relative < gradientTolerance,
            entry.name() + " differs by " + relative + " in batch " + i);
      }
    }
  }

  private static double norm(float[] values, int from, int length) {
    double sum = 0;
    for (int i = from; i < from + length; i++) {
      sum += (double) values[i] * values[i];
    }
    return Math.sqrt(sum);
  }

  private static int length(SplittableRandom random, int sentence, int longest) {
    return sentence == 0 || longest == 0 ? longest : 1 + random.nextInt(longest);
  }

  private static TokenBatch batch(int seed, int sentences, int longest) {
    return batch(seed, sentences, longest, longest);
  }

  /** The first sentence is as long as the longest, others are of any length. */
  private static TokenBatch batch(int seed, int sentences, int longestSource, int longestTarget) {
    SplittableRandom random = new SplittableRandom(seed);
    List<int[]> sources = new ArrayList<>();
    List<int[]> targets = new ArrayList<>();
    for (int i = 0; i < sentences; i++) {
      int source = length(random, i, longestSource);
      int target = length(random, i, longestTarget);
      sources.add(random.ints(source, 4, VOCABULARY).toArray());
      targets.add(random.ints(target, 4, VOCABULARY).toArray());
    }
    return new TokenBatch(sources, targets, SpecialIds.standard());
  }
}
