package dev.dolmetsch.model.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.model.engine.nd4j.Nd4jKernels;
import dev.dolmetsch.model.ops.CacheWrite;
import dev.dolmetsch.model.ops.Embedding;
import dev.dolmetsch.model.ops.PassThrough;
import dev.dolmetsch.model.ops.ResidualAdd;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class GraphRunnerTest {
  private final SameDiff graph = SameDiff.create();

  private SDVariable input(String name) {
    return graph.placeHolder(name, DataType.FLOAT, -1, -1);
  }

  private GraphRunner runner(SDVariable output) {
    return runner(output, Map.of());
  }

  private GraphRunner runner(SDVariable output, Map<String, Tensor> bound) {
    return new GraphRunner(graph, List.of(output.name()), bound, new Nd4jKernels());
  }

  private static float[] run(ExecutionPlan plan, String output, float... x) {
    plan.tensor("x").set(x);
    plan.run();
    return plan.tensor(output).toFloats();
  }

  /** 4·x, by way of variables that come and go. */
  private SDVariable fourTimes(SDVariable x) {
    SDVariable twice = new ResidualAdd(graph, x, x).output();
    return new ResidualAdd(graph, twice, twice).output();
  }

  private static Map<String, long[]> shape(long... shape) {
    return Map.of("x", shape);
  }

  @Test
  void aPlanIsKeptForEachShape() {
    try (GraphRunner runner = runner(fourTimes(input("x")))) {
      ExecutionPlan plan = runner.plan(shape(2, 3));
      runner.plan(shape(1, 3));
      assertSame(plan, runner.plan(shape(2, 3)));
      assertNotSame(plan, runner.plan(shape(3, 2)));
    }
  }

  @Test
  void aLargerPlanRetiresTheOthersWithAWord() {
    SDVariable y = fourTimes(input("x"));
    try (GraphRunner runner = runner(y)) {
      ExecutionPlan small = runner.plan(shape(1, 2));
      assertArrayEquals(new float[] {4, 8}, run(small, y.name(), 1, 2));
      ExecutionPlan large = runner.plan(shape(1, 5000));
      float[] ones = new float[5000];
      java.util.Arrays.fill(ones, 1);
      assertEquals(4f, run(large, y.name(), ones)[4999]);
      var error = assertThrows(IllegalStateException.class, small::run);
      assertTrue(error.getMessage().contains("ask the runner for the plan again"));
      assertThrows(IllegalStateException.class, () -> small.tensor("x"));
      assertArrayEquals(
          new float[] {4, 8}, run(runner.plan(shape(1, 2)), y.name(), 1, 2), "asked for again");
      assertEquals(4f, run(large, y.name(), ones)[4999]);
    }
  }

  @Test
  void runnersThatComputeInTheSameMemoryKeepTheirInputs() {
    SDVariable y = fourTimes(input("x"));
    try (Arena computed = new Arena();
        GraphRunner one = runnerIn(computed, y);
        GraphRunner other = runnerIn(computed, y)) {
      ExecutionPlan first = one.plan(shape(1, 2));
      long capacity = computed.capacity();
      ExecutionPlan second = other.plan(shape(1, 2));
      assertTrue(capacity > 0);
      assertEquals(capacity, computed.capacity(), "the second computes where the first does");
      first.tensor("x").set(new float[] {1, 2});
      assertArrayEquals(new float[] {12, 16}, run(second, y.name(), 3, 4));
      assertArrayEquals(new float[] {12, 16}, first.tensor(y.name()).toFloats());
      assertArrayEquals(new float[] {1, 2}, first.tensor("x").toFloats());
      first.run();
      assertArrayEquals(new float[] {4, 8}, first.tensor(y.name()).toFloats());
      assertArrayEquals(new float[] {3, 4}, second.tensor("x").toFloats());
      assertEquals(one.memoryBytes(), other.memoryBytes(), "each has its inputs");
    }
  }

  @Test
  void aLargerPlanRetiresThoseOfAllRunnersThatComputeInItsMemory() {
    SDVariable y = fourTimes(input("x"));
    try (Arena computed = new Arena();
        GraphRunner one = runnerIn(computed, y);
        GraphRunner other = runnerIn(computed, y)) {
      ExecutionPlan small = one.plan(shape(1, 2));
      Tensor x = small.tensor("x");
      x.set(new float[] {1, 2});
      other.plan(shape(1, 5000));
      assertThrows(IllegalStateException.class, small::run);
      assertArrayEquals(new float[] {1, 2}, x.toFloats(), "inputs lie elsewhere");
      ExecutionPlan again = one.plan(shape(1, 2));
      assertNotSame(small, again);
      again.run();
      assertArrayEquals(new float[] {4, 8}, again.tensor(y.name()).toFloats());
    }
  }

  @Test
  void aRunnerGoesOnWhenAnotherIsClosedButNotWithoutTheirMemory() {
    SDVariable y = fourTimes(input("x"));
    try (Arena computed = new Arena();
        GraphRunner one = runnerIn(computed, y)) {
      ExecutionPlan plan = one.plan(shape(1, 2));
      try (GraphRunner other = runnerIn(computed, y)) {
        other.plan(shape(1, 2));
      }
      assertArrayEquals(new float[] {4, 8}, run(plan, y.name(), 1, 2));
      computed.close();
      assertThrows(IllegalStateException.class, plan::run);
    }
  }

  private GraphRunner runnerIn(Arena computed, SDVariable output) {
    return new GraphRunner(graph, List.of(output.name()), Map.of(), new Nd4jKernels(), computed);
  }

  @Test
  void aClosedRunnersPlansRunNoMore() {
    GraphRunner runner = runner(fourTimes(input("x")));
    ExecutionPlan plan = runner.plan(shape(1, 2));
    runner.close();
    assertThrows(IllegalStateException.class, plan::run);
  }

  @Test
  void theLeastRecentlyUsedPlansGiveWay() {
    SDVariable y = fourTimes(input("x"));
    try (GraphRunner runner = runner(y)) {
      runner.plan(shape(1, 2 * GraphRunner.PLANS_KEPT));
      ExecutionPlan first = runner.plan(shape(1, 1));
      ExecutionPlan second = runner.plan(shape(1, 2));
      for (int width = 3; width <= GraphRunner.PLANS_KEPT + 1; width++) {
        assertSame(first, runner.plan(shape(1, 1)), "used all the time");
        runner.plan(shape(1, width));
      }
      assertSame(first, runner.plan(shape(1, 1)));
      ExecutionPlan again = runner.plan(shape(1, 2));
      assertNotSame(second, again);
      assertThrows(IllegalStateException.class, second::run);
      assertArrayEquals(new float[] {4, 8}, run(again, y.name(), 1, 2));
      assertArrayEquals(new float[] {12}, run(first, y.name(), 3));
    }
  }

  @Test
  void operationsOfSameDiffsOwnRunOnTheirArrays() {
    SDVariable x = input("x");
    SDVariable row = graph.placeHolder("row", DataType.FLOAT, 2);
    SDVariable y = graph.nn.softmax(x.mul(row).add(row).mmul(x), -1);
    try (GraphRunner runner = runner(y)) {
      ExecutionPlan plan = runner.plan(Map.of("x", new long[] {2, 2}, "row", new long[] {2}));
      plan.tensor("row").set(new float[] {1, -1});
      // [[1, 2], [0, 1]]·row + row = [[2, -3], [1, -2]]; times x = [[2, 1], [1, 0]].
      float high = (float) (1 / (1 + Math.exp(-1)));
      for (int run = 0; run < 2; run++) {
        assertArrayEquals(
            new float[] {high, 1 - high, high, 1 - high}, run(plan, y.name(), 1, 2, 0, 1), 1e-6f);
      }
    }
  }

  @Test
  void operationsThatNd4jExecutesTheOldWayAreRefusedByName() {
    try (GraphRunner runner = runner(graph.math.tanh(input("x")))) {
      var error = assertThrows(IllegalArgumentException.class, () -> runner.plan(shape(1, 2)));
      assertTrue(error.getMessage().contains("SameDiff's operation tanh"), error.getMessage());
    }
  }

  @Test
  void constantsOfBothTypesOutlastOtherPlans() {
    SDVariable table = graph.constant(Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}}));
    SDVariable ids = graph.constant(Nd4j.createFromArray(new int[] {1, 0, 1}));
    SDVariable rows = new Embedding(graph, table, ids, 1).output();
    SDVariable y = input("x").mmul(rows);
    try (GraphRunner runner = runner(y)) {
      runner.plan(shape(300, 3));
      ExecutionPlan one = runner.plan(shape(1, 3));
      assertArrayEquals(new float[] {7, 10}, run(one, y.name(), 1, 1, 1));
      float[] noise = new float[900];
      java.util.Arrays.fill(noise, Float.NaN);
      run(runner.plan(shape(300, 3)), y.name(), noise);
      assertArrayEquals(new float[] {7, 10}, run(one, y.name(), 1, 1, 1));
    }
  }

  @Test
  void aWriteInPlaceReachesMemoryThatLiesElsewhere() {
    SDVariable cache = input("cache");
    SDVariable places = graph.placeHolder("places", DataType.INT32, -1);
    SDVariable written = new CacheWrite(graph, cache, input("x"), places).output();
    SDVariable y = new ResidualAdd(graph, written, written).output();
    Tensor memory = Tensor.allocate(ElementType.FLOAT32, 3, 2);
    memory.clear();
    try (GraphRunner runner = runner(y, Map.of("cache", memory))) {
      ExecutionPlan plan = runner.plan(Map.of("x", new long[] {1, 2}, "places", new long[] {1}));
      plan.tensor("places").set(new int[] {1});
      assertArrayEquals(new float[] {0, 0, 10, 12, 0, 0}, run(plan, y.name(), 5, 6));
      assertArrayEquals(new float[] {0, 0, 5, 6, 0, 0}, memory.toFloats());
    }
  }

  @Test
  void anOutputThatIsAnotherNameOfItsInputIsKept() {
    SDVariable twice = new ResidualAdd(graph, input("x"), input("x2")).output();
    SDVariable same = new PassThrough(graph, twice).output();
    SDVariable later = new ResidualAdd(graph, same, same).output();
    SDVariable last = new ResidualAdd(graph, later, later).output();
    try (GraphRunner runner =
        new GraphRunner(graph, List.of(same.name(), last.name()), Map.of(), new Nd4jKernels())) {
      ExecutionPlan plan = runner.plan(Map.of("x", new long[] {1, 2}, "x2", new long[] {1, 2}));
      plan.tensor("x2").set(new float[] {1, 1});
      assertArrayEquals(new float[] {2, 3}, run(plan, same.name(), 1, 2));
      assertArrayEquals(new float[] {8, 12}, plan.tensor(last.name()).toFloats());
    }
  }

  @Test
  void anotherNameOfAnInputCannotBeBoundElsewhere() {
    SDVariable same = new PassThrough(graph, input("x")).output();
    Tensor elsewhere = Tensor.allocate(ElementType.FLOAT32, 1, 2);
    try (GraphRunner runner = runner(same, Map.of(same.name(), elsewhere))) {
      var error = assertThrows(IllegalArgumentException.class, () -> runner.plan(shape(1, 2)));
      assertTrue(error.getMessage().contains("cannot be bound elsewhere"), error.getMessage());
    }
  }

  @Test
  void aMissingShapeAndAnUnknownOutputAreNamed() {
    SDVariable y = new ResidualAdd(graph, input("x"), input("other")).output();
    try (GraphRunner runner = runner(y);
        GraphRunner unknown =
            new GraphRunner(graph, List.of("nonsense"), Map.of(), new Nd4jKernels())) {
      var error = assertThrows(IllegalArgumentException.class, () -> runner.plan(shape(1, 2)));
      assertEquals("no shape was given for the input other", error.getMessage());
      error = assertThrows(IllegalArgumentException.class, () -> unknown.plan(shape(1, 2)));
      assertEquals("the graph has no variable nonsense", error.getMessage());
      ExecutionPlan plan = runner.plan(Map.of("x", new long[] {1, 2}, "other", new long[] {1, 2}));
      error = assertThrows(IllegalArgumentException.class, () -> plan.tensor("nonsense"));
      assertEquals("the plan has no input or output nonsense", error.getMessage());
    }
  }
}
