package dev.dolmetsch.model.decode;

import dev.dolmetsch.data.batch.SpecialIds;
import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.TeacherForcing;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.TransformerGraphs;
import dev.dolmetsch.model.engine.ExecutionPlan;
import dev.dolmetsch.model.engine.GraphRunner;
import dev.dolmetsch.model.engine.Kernels;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Reads one layer's encoder–decoder attention off the graph that sees whole targets. So it is that
 * of the given translation, whatever a search did on the way to it, and a search need not keep it.
 *
 * <p>Belongs to one thread at a time.
 */
final class ForcedAttention implements AutoCloseable {
  /** Padded target rows times source columns that are computed together: 8 MB for 4 heads. */
  private static final int MOST_WEIGHTS = 1 << 19;

  private final SpecialIds specials;
  private final String weights;
  private final int heads;
  private final GraphRunner runner;

  /**
   * Attention of a model.
   *
   * @param layer the decoder layer, from 0
   */
  ForcedAttention(
      TransformerConfig config,
      FlatParameters parameters,
      SpecialIds specials,
      int layer,
      Kernels kernels) {
    this.specials = specials;
    this.weights = TransformerGraphs.crossWeights(layer);
    this.heads = config.heads();
    this.runner =
        new GraphRunner(
            TransformerGraphs.forced(config, parameters.layout()),
            List.of(weights),
            parameters.views(),
            kernels);
  }

  /**
   * The mean of the heads' weights.
   *
   * @param sources ids without special ids
   * @param targets ids without special ids, as many
   * @return for each pair, [target pieces + 1, source pieces + 1], both with {@code </s>}; row t is
   *     where the decoder looked when it wrote piece t
   */
  List<float[][]> of(List<int[]> sources, List<int[]> targets) {
    List<float[][]> results = new ArrayList<>(Collections.nCopies(sources.size(), new float[0][]));
    List<Integer> waiting = new ArrayList<>();
    int longestSource = 0;
    int longestTarget = 0;
    for (int i : byLength(sources)) {
      int source = Math.max(longestSource, sources.get(i).length + 1);
      int target = Math.max(longestTarget, targets.get(i).length + 1);
      if (weightsOf(waiting.size() + 1, source, target) > MOST_WEIGHTS) {
        run(sources, targets, waiting, results);
        waiting.clear();
        source = sources.get(i).length + 1;
        target = targets.get(i).length + 1;
      }
      waiting.add(i);
      longestSource = source;
      longestTarget = target;
    }
    run(sources, targets, waiting, results);
    return results;
  }

  private static long weightsOf(int sentences, int source, int target) {
    return (long) ShapeBuckets.sentences(sentences)
        * ShapeBuckets.positions(source)
        * ShapeBuckets.positions(target);
  }

  private static List<Integer> byLength(List<int[]> sources) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      order.add(i);
    }
    order.sort(java.util.Comparator.comparingInt(i -> sources.get(i).length));
    return order;
  }

  private void run(
      List<int[]> sources, List<int[]> targets, List<Integer> members, List<float[][]> results) {
    if (members.isEmpty()) {
      return;
    }
    TokenBatch batch = batch(sources, targets, members);
    ExecutionPlan plan = runner.plan(TeacherForcing.shapes(batch));
    TeacherForcing.fill(plan, batch);
    runner.run(plan);
    FloatBuffer all = plan.tensor(weights).floats(); // [B, H, T, S]
    for (int b = 0; b < members.size(); b++) {
      int rows = targets.get(members.get(b)).length + 1;
      float[][] mean = new float[rows][sources.get(members.get(b)).length + 1];
      for (int head = 0; head < heads; head++) {
        for (int t = 0; t < rows; t++) {
          int first = ((b * heads + head) * batch.targetWidth() + t) * batch.sourceWidth();
          for (int s = 0; s < mean[t].length; s++) {
            mean[t][s] += all.get(first + s) / heads;
          }
        }
      }
      results.set(members.get(b), mean);
    }
  }

  /** The members, and behind them empty pairs and padding up to one of few shapes. */
  private TokenBatch batch(List<int[]> sources, List<int[]> targets, List<Integer> members) {
    List<int[]> paddedSources = new ArrayList<>(members.stream().map(sources::get).toList());
    List<int[]> paddedTargets = new ArrayList<>(members.stream().map(targets::get).toList());
    while (paddedSources.size() < ShapeBuckets.sentences(members.size())) {
      paddedSources.add(new int[0]);
      paddedTargets.add(new int[0]);
    }
    TokenBatch batch = new TokenBatch(paddedSources, paddedTargets, specials);
    return batch.widened(
        ShapeBuckets.positions(batch.sourceWidth()), ShapeBuckets.positions(batch.targetWidth()));
  }

  /** Releases the memory. */
  @Override
  public void close() {
    runner.close();
  }
}
