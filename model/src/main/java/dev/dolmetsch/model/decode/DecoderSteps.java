package dev.dolmetsch.model.decode;

import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.TransformerGraphs;
import dev.dolmetsch.model.engine.GraphRunner;
import dev.dolmetsch.model.engine.Kernels;
import dev.dolmetsch.model.engine.PlanProfile;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Makes the decoder's steps. Two runners, each with its own memory, take turns: a new step can then
 * take over what the one before it has cached, whatever its shape. A step may be used until the
 * next but one is made.
 */
final class DecoderSteps implements AutoCloseable {
  private final TransformerConfig config;
  private final List<String> further;
  private final List<GraphRunner> runners;
  private int turn;

  /**
   * Steps of a model.
   *
   * @param further variables to be read beside the logits; see {@link DecoderStep}
   */
  DecoderSteps(
      TransformerConfig config, FlatParameters parameters, List<String> further, Kernels kernels) {
    this.config = config;
    this.further = further;
    List<String> outputs = new ArrayList<>(further);
    outputs.add(TransformerGraphs.LOGITS);
    SameDiff graph = TransformerGraphs.decoderStep(config, parameters.layout());
    this.runners =
        List.of(
            new GraphRunner(graph, outputs, parameters.views(), kernels),
            new GraphRunner(graph, outputs, parameters.views(), kernels));
  }

  /** A step of that shape with empty caches. */
  DecoderStep next(DecoderStep.Shape shape) {
    turn = 1 - turn;
    return new DecoderStep(runners.get(turn), shape, config, further);
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
