package dev.dolmetsch.model.decode;

import dev.dolmetsch.data.batch.SpecialIds;
import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.NormPosition;
import dev.dolmetsch.model.ParameterLayout;
import dev.dolmetsch.model.TeacherForcing;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.TransformerGraphs;
import dev.dolmetsch.model.engine.ExecutionPlan;
import dev.dolmetsch.model.engine.GraphRunner;
import dev.dolmetsch.model.engine.Kernels;
import dev.dolmetsch.model.engine.nd4j.Nd4jKernels;
import dev.dolmetsch.model.ops.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A small model with random parameters, whose translations end after various lengths. */
final class RandomModel implements AutoCloseable {
  static final SpecialIds SPECIALS = SpecialIds.standard();

  private final TransformerConfig config;
  private final FlatParameters parameters;
  private final int vocabularySize;

  RandomModel(int vocabularySize, long seed) {
    this.vocabularySize = vocabularySize;
    this.config =
        new TransformerConfig(
            2, 2, 16, 4, 24, Activation.RELU, NormPosition.PRE, "softmax", 0, 0, 0, true, true);
    this.parameters = FlatParameters.initialise(new ParameterLayout(config, vocabularySize), seed);
    // Initial parameters hardly look at the source; larger ones do.
    float[] values = parameters.flat().toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] *= 1.7f;
    }
    parameters.flat().set(values);
  }

  TransformerConfig config() {
    return config;
  }

  FlatParameters parameters() {
    return parameters;
  }

  BeamSearch search() {
    return search(new Nd4jKernels());
  }

  BeamSearch search(Kernels kernels) {
    return new BeamSearch(config, parameters, SPECIALS, kernels);
  }

  /** Random sources of 1 to {@code longest} pieces. */
  List<int[]> sources(int count, int longest, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, count)
        .mapToObj(i -> random.ints(1 + random.nextInt(longest), 4, vocabularySize).toArray())
        .toList();
  }

  /** log p of every piece after each prefix of a target, by the graph that sees whole targets. */
  List<double[]> logProbabilities(int[] source, int[] target) {
    try (GraphRunner runner =
        new GraphRunner(
            TransformerGraphs.forced(config, parameters.layout()),
            List.of(TransformerGraphs.LOGITS),
            parameters.views(),
            new Nd4jKernels())) {
      TokenBatch batch = new TokenBatch(List.of(source), List.of(target), SPECIALS);
      ExecutionPlan plan = runner.plan(TeacherForcing.shapes(batch));
      TeacherForcing.fill(plan, batch);
      plan.run();
      float[] logits = plan.tensor(TransformerGraphs.LOGITS).toFloats();
      List<double[]> rows = new ArrayList<>();
      for (int t = 0; t <= target.length; t++) {
        rows.add(logSoftmax(logits, t * vocabularySize));
      }
      return rows;
    }
  }

  private double[] logSoftmax(float[] logits, int from) {
    double sum = 0;
    for (int v = 0; v < vocabularySize; v++) {
      sum += Math.exp(logits[from + v]);
    }
    double[] row = new double[vocabularySize];
    for (int v = 0; v < vocabularySize; v++) {
      row[v] = logits[from + v] - Math.log(sum);
    }
    return row;
  }

  @Override
  public void close() {
    parameters.close();
  }
}
