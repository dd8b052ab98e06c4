package dev.dolmetsch.model.engine.fusion;

import dev.dolmetsch.model.engine.PlanGraph;
import java.util.List;
import java.util.function.Consumer;

/** All passes of fusion, in the order in which they find what they look for. */
public final class FusedPlan {
  private static final List<Consumer<PlanGraph>> PASSES =
      List.of(
          PassThroughs::dissolve,
          JoinedProjections::fuse,
          Linears::lower,
          Activations::fuse,
          Dropouts::fuse,
          Residuals::fuse,
          LayerNorms::fuse,
          Attention::fuse,
          Losses::fuse,
          GradientSums::fuse);

  private FusedPlan() {}

  /** Fuses whatever can be fused. */
  public static void fuse(PlanGraph graph) {
    PASSES.forEach(pass -> pass.accept(graph));
  }
}
