package dev.dolmetsch.model;

import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.model.engine.ExecutionPlan;
import dev.dolmetsch.model.engine.GraphRunner;
import dev.dolmetsch.model.engine.Kernels;
import dev.dolmetsch.model.engine.PlanProfile;
import dev.dolmetsch.model.engine.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Computes a shard's loss and gradient: one worker of data-parallel training. It reads parameters
 * that all workers share and writes a gradient of its own.
 *
 * <p>Belongs to one thread at a time.
 */
public final class GradientWorker implements AutoCloseable {
  private final FlatParameters gradient;
  private final GraphRunner runner;
  private final boolean drops;

  /**
   * A worker.
   *
   * @param labelSmoothing ε of the loss
   * @param paddingId label that does not count
   */
  public GradientWorker(
      TransformerConfig config,
      FlatParameters parameters,
      double labelSmoothing,
      int paddingId,
      Kernels kernels) {
    ParameterLayout layout = parameters.layout();
    TransformerGraphs.LossAndGradients loss =
        TransformerGraphs.training(config, layout, labelSmoothing, paddingId);
    drops = loss.graph().hasVariable("dropout_seed");
    gradient = new FlatParameters(layout);
    try {
      runner = runner(loss, parameters, gradient, kernels);
    } catch (RuntimeException | Error e) {
      gradient.close();
      throw e;
    }
  }

  private static GraphRunner runner(
      TransformerGraphs.LossAndGradients loss,
      FlatParameters parameters,
      FlatParameters gradient,
      Kernels kernels) {
    Map<String, Tensor> bound = new HashMap<>(parameters.views());
    List<String> outputs = new ArrayList<>(List.of(TransformerGraphs.LOSS));
    loss.gradients()
        .forEach(
            (parameter, variable) -> {
              bound.put(variable, gradient.view(parameter));
              outputs.add(variable);
            });
    return new GraphRunner(loss.graph(), outputs, bound, kernels);
  }

  /**
   * Computes the loss of a batch, summed over its target tokens, and overwrites {@link #gradient()}
   * with the gradient of that sum.
   *
   * @param dropoutSeed draws the dropped elements; the same seed draws the same
   * @return the summed label-smoothed loss in nats
   */
  public double run(TokenBatch batch, long dropoutSeed) {
    ExecutionPlan plan = runner.plan(TeacherForcing.shapes(batch));
    TeacherForcing.fill(plan, batch);
    plan.tensor("labels").set(batch.decoderOutput());
    if (drops) {
      plan.tensor("dropout_seed").set(new int[] {(int) (dropoutSeed >>> 32), (int) dropoutSeed});
    }
    runner.run(plan);
    return plan.tensor(TransformerGraphs.LOSS).floats().get(0);
  }

  /** The gradient that the last run left. */
  public FlatParameters gradient() {
    return gradient;
  }

  /**
   * Times the worker's compilations and kernels from now on, as the profile wants; null ends it.
   */
  public void profile(@Nullable PlanProfile profile) {
    runner.profile(profile);
  }

  /** Releases the worker's memory. */
  @Override
  public void close() {
    runner.close();
    gradient.close();
  }
}
