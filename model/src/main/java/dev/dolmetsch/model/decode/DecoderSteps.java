package dev.dolmetsch.model.decode;

import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.TransformerGraphs;
import dev.dolmetsch.model.engine.GraphRunner;
import dev.dolmetsch.model.engine.Kernels;
import dev.dolmetsch.model.engine.PlanProfile;
import java.util.List;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Makes the decoder's steps. Two runners, each with its own memory, take turns: a new step can then
 * take over what the one before it has cached, whatever its shape. A step may be used until the
 * next but one is made.
 */
final class DecoderSteps implements AutoCloseable {
  private final TransformerConfig config;
  private final List<GraphRunner> runners;
  private int turn;

  DecoderSteps(TransformerConfig config, FlatParameters parameters, Kernels kernels) {
    this.config = config;
    SameDiff graph = TransformerGraphs.decoderStep(config, parameters.layout());
    this.runners = List.of(runner(graph, parameters, kernels), runner(graph, parameters, kernels));
  }

  private static GraphRunner runner(SameDiff graph, FlatParameters parameters, Kernels kernels) {
    return new GraphRunner(graph, List.of(TransformerGraphs.LOGITS), parameters.views(), kernels);
  }

  /** A step of that shape with empty caches. */
  DecoderStep next(DecoderStep.Shape shape) {
    turn = 1 - turn;
    return new DecoderStep(runners.get(turn), shape, config);
  }

  /** Times kernels and compilations from now on. */
  void profile(PlanProfile profile) {
    runners.forEach(runner -> runner.profile(profile));
  }

  /** Native bytes that are used; may be asked for by any thread. */
  long memoryBytes() {
    return runners.stream().mapToLong(GraphRunner::memoryBytes).sum();
  }

  @Override
  public void close() {
    runners.forEach(GraphRunner::close);
  }
}
