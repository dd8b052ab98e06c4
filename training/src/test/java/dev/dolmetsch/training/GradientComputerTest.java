package dev.dolmetsch.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.GradientWorker;
import dev.dolmetsch.model.ParameterLayout;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.engine.WorkerThreads;
import dev.dolmetsch.model.engine.nd4j.Nd4jKernels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GradientComputerTest {
  private static final TransformerConfig CONFIG = SmallModels.withoutDropout();

  private final Owned owned = new Owned();
  private final FlatParameters parameters =
      owned.add(FlatParameters.initialise(new ParameterLayout(CONFIG, SmallModels.VOCABULARY), 5));

  @AfterEach
  void release() {
    owned.close();
  }

  private GradientComputer computer(int shards, int threadCount) {
    WorkerThreads threads = owned.add(new WorkerThreads(threadCount, "training"));
    List<GradientWorker> workers = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      workers.add(owned.add(new GradientWorker(CONFIG, parameters, 0.1, 3, new Nd4jKernels())));
    }
    FlatLoop loop = new FlatLoop(threads, parameters.layout().length());
    return owned.add(new GradientComputer(workers, threads, loop, 1));
  }

  @Test
  void sumOverShardsIsTheGradientOfTheWholeBatch() {
    TokenBatch batch = SmallModels.batch(9, 1);
    GradientComputer whole = computer(1, 1);
    GradientComputer sharded = computer(3, 2);
    GradientComputer.Sums one = whole.run(List.of(batch), 1);
    GradientComputer.Sums three = sharded.run(List.of(batch), 1);

    assertArrayEquals(
        whole.gradient().flat().toFloats(), sharded.gradient().flat().toFloats(), 1e-4f);
    assertEquals(one.loss(), three.loss(), 1e-4 * one.loss());
    assertEquals(one.squaredNorm(), three.squaredNorm(), 1e-4 * one.squaredNorm());
    assertEquals(batch.targetTokens(), three.tokens());
  }

  @Test
  void numberOfThreadsDoesNotChangeABit() {
    TokenBatch batch = SmallModels.batch(9, 1);
    GradientComputer alone = computer(3, 1);
    GradientComputer together = computer(3, 4);

    assertEquals(alone.run(List.of(batch), 1), together.run(List.of(batch), 1));
    assertArrayEquals(
        alone.gradient().flat().toFloats(), together.gradient().flat().toFloats(), 0f);
  }

  @Test
  void batchesOfOneUpdateAreSummed() {
    TokenBatch first = SmallModels.batch(5, 1);
    TokenBatch second = SmallModels.batch(4, 2);
    GradientComputer computer = computer(2, 2);
    GradientComputer.Sums sums = computer.run(List.of(first), 1);
    float[] expected = computer.gradient().flat().toFloats();
    double loss = sums.loss();
    loss += computer.run(List.of(second), 1).loss();
    float[] more = computer.gradient().flat().toFloats();
    for (int i = 0; i < expected.length; i++) {
      expected[i] += more[i];
    }

    GradientComputer.Sums both = computer.run(List.of(first, second), 1);

    assertArrayEquals(expected, computer.gradient().flat().toFloats(), 1e-4f);
    assertEquals(loss, both.loss(), 1e-6);
    assertEquals(first.targetTokens() + second.targetTokens(), both.tokens());
  }

  @Test
  void normIsThatOfTheMeanLossesGradient() {
    GradientComputer computer = computer(2, 2);
    GradientComputer.Sums sums = computer.run(List.of(SmallModels.batch(6, 3)), 1);
    double squares = 0;
    for (float value : computer.gradient().flat().toFloats()) {
      squares += (double) value * value;
    }

    assertEquals(squares, sums.squaredNorm(), 1e-9 * squares);
    assertEquals(Math.sqrt(squares) / sums.tokens(), sums.meanNorm(), 1e-9);
  }

  @Test
  void batchWithFewerPairsThanShardsIsNotMixedWithTheLastOne() {
    TokenBatch large = SmallModels.batch(9, 1);
    TokenBatch single = SmallModels.batch(1, 2);
    GradientComputer sharded = computer(3, 2);
    GradientComputer whole = computer(1, 1);
    sharded.run(List.of(large), 1);
    sharded.run(List.of(single), 2);
    whole.run(List.of(single), 2);

    assertArrayEquals(whole.gradient().flat().toFloats(), sharded.gradient().flat().toFloats(), 0f);
  }
}
