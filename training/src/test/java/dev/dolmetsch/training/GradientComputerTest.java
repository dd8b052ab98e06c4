package dev.dolmetsch.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.GradientWorker;
import dev.dolmetsch.model.ParameterLayout;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.engine.WorkerThreads;
import dev.dolmetsch.model.engine.choice.KernelChoice;
import dev.dolmetsch.model.engine.choice.KernelKind;
import dev.dolmetsch.model.engine.choice.Precision;
import dev.dolmetsch.model.engine.choice.TrainingKernels;
import dev.dolmetsch.model.engine.onednn.OneDnn;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ParameterizedClass
@CsvSource({"ND4J, FLOAT32", "ONEDNN, FLOAT32", "ONEDNN, BF16"})
class GradientComputerTest {
  private static final TransformerConfig CONFIG = SmallModels.withoutDropout();

  private final Owned owned = new Owned();
  private final FlatParameters parameters =
      owned.add(FlatParameters.initialise(new ParameterLayout(CONFIG, SmallModels.VOCABULARY), 5));

  private final KernelChoice kernels;

  /** How far sums may differ that are rounded in another order, relative to them. */
  private final double rounding;

  GradientComputerTest(KernelKind kind, Precision precision) {
    assumeTrue(
        kind != KernelKind.ONEDNN || OneDnn.isAvailable(),
        () -> OneDnn.whyUnavailable().orElse(""));
    assumeTrue(precision != Precision.BF16 || OneDnn.canComputeBf16(), "no bfloat16 here");
    kernels = KernelChoice.of(kind, precision);
    rounding = precision == Precision.BF16 ? 2e-2 : 1e-5;
  }

  @AfterEach
  void release() {
    owned.close();
  }

  private GradientComputer computer(int shards, int threadCount) {
    return computer(CONFIG, shards, threadCount);
  }

  private GradientComputer computer(TransformerConfig config, int shards, int threadCount) {
    WorkerThreads threads = owned.add(new WorkerThreads(threadCount, "training"));
    TrainingKernels shared = kernels.forTraining(parameters.flat(), threadCount);
    List<GradientWorker> workers = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      workers.add(owned.add(new GradientWorker(config, parameters, 0.1, 3, shared.create())));
    }
    owned.add(shared);
    FlatLoop loop = new FlatLoop(threads, parameters.layout().length());
    return owned.add(new GradientComputer(workers, shared, threads, loop, 1));
  }

  /** What an update computed, added up. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
  private record Sums(double loss, long tokens, double squaredNorm, float[] gradient) {}

  private static Sums run(GradientComputer computer, List<TokenBatch> batches, long update) {
    GradientComputer.Parts parts = computer.run(batches, update);
    double squaredNorm = computer.addUp(parts);
    float[] gradient = parts.gradients().get(0).flat().toFloats();
    return new Sums(parts.loss(), parts.tokens(), squaredNorm, gradient);
  }

  @Test
  void sumOverShardsIsTheGradientOfTheWholeBatch() {
    TokenBatch batch = SmallModels.batch(9, 1);
    GradientComputer whole = computer(1, 1);
    GradientComputer sharded = computer(3, 2);
    Sums one = run(whole, List.of(batch), 1);
    Sums three = run(sharded, List.of(batch), 1);

    assertSame(one, three);
    assertEquals(one.squaredNorm(), three.squaredNorm(), 10 * rounding * one.squaredNorm());
    assertEquals(batch.targetTokens(), three.tokens());
  }

  @ParameterizedTest
  @CsvSource({"0.1, 2", "0.1, 3", "0.5, 2", "0.5, 3"})
  void numberOfShardsDoesNotChangeWhatIsDropped(double p, int shards) {
    TransformerConfig config = SmallModels.withDropout(p);
    TokenBatch batch = SmallModels.batch(9, 1);
    GradientComputer whole = computer(config, 1, 1);
    GradientComputer sharded = computer(config, shards, 2);
    assertSame(run(whole, List.of(batch), 1), run(sharded, List.of(batch), 1));
  }

  @ParameterizedTest
  @CsvSource({"0.1, 1", "0.1, 2", "0.5, 1", "0.5, 2"})
  void numberOfBatchesDoesNotChangeWhatIsDropped(double p, int shards) {
    TransformerConfig config = SmallModels.withDropout(p);
    GradientComputer once = computer(config, shards, 2);
    GradientComputer twice = computer(config, shards, 2);
    assertSame(
        run(once, SmallModels.batches(1, 9), 1), run(twice, SmallModels.batches(1, 4, 5), 1));
  }

  @Test
  void everyUpdateAndSentenceDropsOtherElements() {
    GradientComputer computer = computer(SmallModels.withDropout(0.1), 1, 1);
    TokenBatch batch = SmallModels.batch(1, 1);
    double first = run(computer, List.of(batch), 1).loss();
    assertEquals(first, run(computer, List.of(batch), 1).loss());
    assertNotEquals(first, run(computer, List.of(batch), 2).loss());
    assertNotEquals(2 * first, run(computer, List.of(batch, batch), 1).loss());
  }

  /** Equal within the rounding of sums in another order. */
  private void assertSame(Sums expected, Sums actual) {
    assertEquals(expected.loss(), actual.loss(), rounding * expected.loss());
    assertEquals(expected.tokens(), actual.tokens());
    assertSameGradient(expected.gradient(), actual.gradient());
  }

  private void assertSameGradient(float[] expected, float[] actual) {
    double squaredDifference = 0;
    double squaredNorm = 0;
    for (int i = 0; i < expected.length; i++) {
      squaredDifference += Math.pow(expected[i] - actual[i], 2);
      squaredNorm += Math.pow(expected[i], 2);
    }
    assertEquals(0, Math.sqrt(squaredDifference / squaredNorm), rounding);
  }

  @Test
  void numberOfThreadsDoesNotChangeABit() {
    TokenBatch batch = SmallModels.batch(9, 1);
    GradientComputer alone = computer(3, 1);
    GradientComputer together = computer(3, 4);

    Sums one = run(alone, List.of(batch), 1);
    Sums four = run(together, List.of(batch), 1);

    assertEquals(one.loss(), four.loss());
    assertEquals(one.squaredNorm(), four.squaredNorm());
    assertArrayEquals(one.gradient(), four.gradient(), 0f);
  }

  @Test
  void batchesOfOneUpdateAreSummed() {
    TokenBatch first = SmallModels.batch(5, 1);
    TokenBatch second = SmallModels.batch(4, 2);
    GradientComputer computer = computer(2, 2);
    Sums sums = run(computer, List.of(first), 1);
    float[] expected = sums.gradient();
    Sums more = run(computer, List.of(second), 1);
    for (int i = 0; i < expected.length; i++) {
      expected[i] += more.gradient()[i];
    }

    Sums both = run(computer, List.of(first, second), 1);

    assertSameGradient(expected, both.gradient());
    assertEquals(sums.loss() + more.loss(), both.loss(), 1e-6);
    assertEquals(first.targetTokens() + second.targetTokens(), both.tokens());
  }

  @Test
  void normIsThatOfTheGradient() {
    GradientComputer computer = computer(2, 2);
    Sums sums = run(computer, List.of(SmallModels.batch(6, 3)), 1);
    double squares = 0;
    for (float value : sums.gradient()) {
      squares += (double) value * value;
    }

    assertEquals(squares, sums.squaredNorm(), 1e-9 * squares);
  }

  @Test
  void batchWithFewerPairsThanShardsIsNotMixedWithTheLastOne() {
    TokenBatch large = SmallModels.batch(9, 1);
    TokenBatch single = SmallModels.batch(1, 2);
    GradientComputer sharded = computer(3, 2);
    GradientComputer whole = computer(1, 1);
    run(sharded, List.of(large), 1);

    assertArrayEquals(
        run(whole, List.of(single), 2).gradient(), run(sharded, List.of(single), 2).gradient(), 0f);
  }
}
