package dev.dolmetsch.model.engine.fusion;

import dev.dolmetsch.model.engine.PlanGraph;
import dev.dolmetsch.model.engine.PlanGraph.Step;
import dev.dolmetsch.model.ops.Embedding;
import java.util.List;
import java.util.Optional;

/**
 * Sums of gradients. An embedding's gradient is added to the tied matrix's where that lies: few of
 * its rows are not zero.
 */
final class GradientSums {
  private GradientSums() {}

  static void fuse(PlanGraph graph) {
    // One at a time: each changes who reads and writes what.
    while (hasEmbedding(graph) && scatterOne(graph)) {}
    Fusion fusion = new Fusion(graph);
    for (Step step : graph.steps()) {
      if (SumTrees.isSum(graph, step) && !(step.op() instanceof FusedOp.Add)) {
        fusion.replace(step, new FusedOp.Add(), step.inputs(), step.outputs());
      }
    }
    fusion.apply();
  }

  private static boolean hasEmbedding(PlanGraph graph) {
    return graph.steps().stream().anyMatch(step -> Fusion.is(step, Embedding.Backward.class));
  }

  private static boolean scatterOne(PlanGraph graph) {
    Fusion fusion = new Fusion(graph);
    for (Step sum : graph.steps()) {
      if (!SumTrees.isSum(graph, sum)) {
        continue;
      }
      for (int side = 1; side >= 0; side--) {
        String gradient = sum.input(side);
        String table = sum.input(1 - side);
        Optional<Step> embedding =
            fusion
                .producer(gradient)
                .filter(step -> Fusion.is(step, Embedding.Backward.class))
                .filter(step -> fusion.onlyConsumer(gradient).isPresent());
        boolean free = fusion.onlyConsumer(table).isPresent() && fusion.producer(table).isPresent();
        if (embedding.isPresent() && free && !table.equals(gradient)) {
          double scale = Fusion.op(embedding.get(), Embedding.Backward.class).orElseThrow().scale();
          graph.share(table, sum.output());
          fusion.remove(embedding.get());
          fusion.replace(
              sum,
              new FusedOp.ScatterAdd(scale),
              List.of(table, embedding.get().input(0), embedding.get().input(2)),
              sum.outputs());
          fusion.apply();
          return true;
        }
      }
    }
    return false;
  }
}
