package dev.dolmetsch.model.decode;

import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.TransformerGraphs;
import dev.dolmetsch.model.engine.Arena;
import dev.dolmetsch.model.engine.GraphRunner;
import dev.dolmetsch.model.engine.Kernels;
import dev.dolmetsch.model.engine.PlanProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Makes the decoder's steps. Two runners, each with caches of its own, take turns: a new step can
 * then take over what the one before it has cached, whatever its shape. What a run computes lies in
 * memory that they share. So a step can run, and its logits and attention be read, until the next
 * one is made, and its caches until the next but one is.
 */
final class DecoderSteps implements AutoCloseable {
  private final TransformerConfig config;
  private final List<String> further;
  private final FlatParameters parameters;
  private final Kernels kernels;
  private final List<String> outputs;
  private final Arena computed = new Arena();
  private final List<GraphRunner> runners;

  /** As {@link #runners}, of the graph that computes some logits; made when it is first needed. */
  private final List<GraphRunner> shortlisted = new CopyOnWriteArrayList<>();

  private @Nullable PlanProfile profile;
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
    this.parameters = parameters;
    this.kernels = kernels;
    this.outputs = new ArrayList<>(further);
    outputs.add(TransformerGraphs.LOGITS);
    SameDiff graph = TransformerGraphs.decoderStep(config, parameters.layout());
    this.runners = List.of(runner(graph), runner(graph));
  }

  private GraphRunner runner(SameDiff graph) {
    return new GraphRunner(graph, outputs, parameters.views(), kernels, computed);
  }

  /** A step of that shape with empty caches. */
  DecoderStep next(DecoderStep.Shape shape) {
    turn = 1 - turn;
    List<GraphRunner> pair = shape.candidates() == 0 ? runners : shortlisted();
    return new DecoderStep(pair.get(turn), shape, config, further);
  }

  private List<GraphRunner> shortlisted() {
    if (shortlisted.isEmpty()) {
      SameDiff graph = TransformerGraphs.shortlistedDecoderStep(config, parameters.layout());
      List<GraphRunner> made = List.of(runner(graph), runner(graph));
      made.forEach(each -> each.profile(profile));
      shortlisted.addAll(made);
    }
    return shortlisted;
  }

  private Stream<GraphRunner> all() {
    return Stream.concat(runners.stream(), shortlisted.stream());
  }

  /** Times kernels and compilations from now on. */
  void profile(PlanProfile newProfile) {
    profile = newProfile;
    all().forEach(runner -> runner.profile(newProfile));
  }

  /** Native bytes that are used; may be asked for by any thread. */
  long memoryBytes() {
    return computed.capacity() + all().mapToLong(GraphRunner::memoryBytes).sum();
  }

  @Override
  public void close() {
    all().forEach(GraphRunner::close);
    computed.close();
  }
}
