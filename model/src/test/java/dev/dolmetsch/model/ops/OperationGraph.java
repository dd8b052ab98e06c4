package dev.dolmetsch.model.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dolmetsch.model.engine.ExecutionPlan;
import dev.dolmetsch.model.engine.GraphRunner;
import dev.dolmetsch.model.engine.KernelsUnderTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;

/** A small graph around the operation under test: its inputs with their values, one output. */
final class OperationGraph {
  /** Up to so many elements of an input each has its own difference taken; of more, a sample. */
  private static final int ELEMENTS_CHECKED = 300;

  private final SameDiff graph = SameDiff.create();
  private final Map<String, float[]> floats = new LinkedHashMap<>();
  private final Map<String, int[]> ints = new LinkedHashMap<>();
  private final Map<String, long[]> shapes = new LinkedHashMap<>();
  private final SplittableRandom random = new SplittableRandom(11);
  private final KernelsUnderTest kernels;

  OperationGraph(KernelsUnderTest kernels) {
    this.kernels = kernels;
    Operations.register();
  }

  SameDiff graph() {
    return graph;
  }

  /** An input of the given values; the gradient with respect to it is checked. */
  SDVariable input(String name, float[] values, int... shape) {
    long[] extents = IntStream.of(shape).asLongStream().toArray();
    floats.put(name, values);
    shapes.put(name, extents);
    return graph.placeHolder(name, DataType.FLOAT, extents);
  }

  /** An input of values between −1 and 1, none of them near 0, where ReLU has no slope. */
  SDVariable random(String name, int... shape) {
    return input(name, randomValues(IntStream.of(shape).reduce(1, Math::multiplyExact)), shape);
  }

  /** Values between −1 and 1, none of them near 0. */
  float[] randomValues(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      double magnitude = 0.05 + 0.95 * random.nextDouble();
      values[i] = (float) (random.nextBoolean() ? magnitude : -magnitude);
    }
    return values;
  }

  SDVariable ints(String name, int... values) {
    ints.put(name, values);
    shapes.put(name, new long[] {values.length});
    return graph.placeHolder(name, DataType.INT32, values.length);
  }

  /** The values of an input, to compute a reference from. */
  float[] valuesOf(String name) {
    return floats.get(name).clone();
  }

  /** Runs the graph forward and returns a variable's values. */
  float[] forward(SDVariable output) {
    try (GraphRunner runner =
        new GraphRunner(
            graph, List.of(output.name()), Map.of(), WeightedSum.kernels(kernels.create()))) {
      ExecutionPlan plan = runner.plan(shapes);
      fill(plan);
      plan.run();
      return plan.tensor(output.name()).toFloats();
    }
  }

  /** The classes of the operations that the gradient graph of an output is made of. */
  List<Class<?>> differentiatedOperations(SDVariable output, int length) {
    SameDiff differentiated = differentiate(output, length);
    List<Class<?>> classes = new ArrayList<>();
    for (SameDiffOp op : differentiated.getOps().values()) {
      classes.add(op.getOp().getClass());
    }
    return classes;
  }

  /**
   * Compares the gradient of Σ w·output, w random, with central differences for every real input.
   *
   * @param step how far an element is moved to each side
   * @param tolerance greatest difference, relative to a slope beyond 1 and absolute below
   */
  void checkGradients(SDVariable output, float step, double tolerance) {
    int length = forward(output).length;
    float[] weights = weights(length);
    SameDiff differentiated = differentiate(output, length);
    List<String> outputs = new ArrayList<>(List.of(output.name()));
    Function<String, String> gradientOf =
        name -> differentiated.getVariable(name).gradient().name();
    floats.keySet().forEach(name -> outputs.add(gradientOf.apply(name)));
    Map<String, long[]> allShapes = new LinkedHashMap<>(shapes);
    allShapes.put("weights", new long[] {length});
    try (GraphRunner runner =
        new GraphRunner(differentiated, outputs, Map.of(), WeightedSum.kernels(kernels.create()))) {
      ExecutionPlan plan = runner.plan(allShapes);
      fill(plan);
      plan.tensor("weights").set(weights);
      plan.run();
      Map<String, float[]> gradients = new LinkedHashMap<>();
      floats.keySet().forEach(n -> gradients.put(n, plan.tensor(gradientOf.apply(n)).toFloats()));
      gradients.forEach(
          (name, gradient) -> {
            assertEquals(floats.get(name).length, gradient.length, name);
            for (int i : sample(gradient.length)) {
              double up = lossWith(plan, output, weights, name, i, step);
              double down = lossWith(plan, output, weights, name, i, -step);
              double slope = (up - down) / (2.0 * step);
              double allowed = tolerance * Math.max(1, Math.abs(slope));
              assertEquals(slope, gradient[i], allowed, name + "[" + i + "]");
            }
          });
    }
  }

  private SameDiff differentiate(SDVariable output, int length) {
    SDVariable weights = graph.placeHolder("weights", DataType.FLOAT, length);
    SDVariable sum = new WeightedSum(graph, output, weights).output();
    WeightedSum.register();
    graph.setLossVariables(sum.name());
    graph.createGradFunction(floats.keySet().toArray(String[]::new));
    return graph.getFunction("grad");
  }

  private float[] weights(int length) {
    SplittableRandom source = new SplittableRandom(5);
    float[] weights = new float[length];
    for (int i = 0; i < length; i++) {
      weights[i] = (float) (2 * source.nextDouble() - 1);
    }
    return weights;
  }

  private int[] sample(int length) {
    return length <= ELEMENTS_CHECKED
        ? IntStream.range(0, length).toArray()
        : random.ints(ELEMENTS_CHECKED, 0, length).toArray();
  }

  private double lossWith(
      ExecutionPlan plan, SDVariable output, float[] weights, String name, int i, float step) {
    float[] moved = floats.get(name).clone();
    moved[i] += step;
    plan.tensor(name).set(moved);
    plan.run();
    plan.tensor(name).set(floats.get(name));
    float[] values = plan.tensor(output.name()).toFloats();
    double loss = 0;
    for (int j = 0; j < values.length; j++) {
      if (values[j] != Float.NEGATIVE_INFINITY) { // A masked score does not move.
        loss += (double) weights[j] * values[j];
      }
    }
    return loss;
  }

  private void fill(ExecutionPlan plan) {
    floats.forEach((name, values) -> plan.tensor(name).set(values));
    ints.forEach((name, values) -> plan.tensor(name).set(values));
  }
}
