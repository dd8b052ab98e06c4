package dev.dolmetsch.model;

import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.model.engine.ExecutionPlan;
import dev.dolmetsch.model.engine.GraphRunner;
import dev.dolmetsch.model.engine.Kernels;
import java.util.List;

/**
 * Computes the loss of sentence pairs without dropout.
 *
 * <p>Belongs to one thread at a time.
 */
public final class LossEvaluator implements AutoCloseable {
  private final GraphRunner runner;

  /**
   * What was lost on some tokens, in nats, summed.
   *
   * @param loss label-smoothed cross-entropy
   * @param negativeLogLikelihood −log p of the reference
   * @param tokens target tokens with {@code </s>}, without padding
   */
  public record Loss(double loss, double negativeLogLikelihood, long tokens) {
    /** Both summed. */
    public Loss plus(Loss other) {
      return new Loss(
          loss + other.loss,
          negativeLogLikelihood + other.negativeLogLikelihood,
          tokens + other.tokens);
    }
  }

  /** An evaluator that reads these parameters. */
  public LossEvaluator(
      TransformerConfig config,
      FlatParameters parameters,
      double labelSmoothing,
      int paddingId,
      Kernels kernels) {
    runner =
        new GraphRunner(
            TransformerGraphs.evaluation(config, parameters.layout(), labelSmoothing, paddingId),
            List.of(TransformerGraphs.LOSS, TransformerGraphs.NEGATIVE_LOG_LIKELIHOOD),
            parameters.views(),
            kernels);
  }

  /** The loss of one batch. */
  public Loss run(TokenBatch batch) {
    ExecutionPlan plan = runner.plan(TeacherForcing.shapes(batch));
    TeacherForcing.fill(plan, batch);
    plan.tensor("labels").set(batch.decoderOutput());
    plan.run();
    return new Loss(
        plan.tensor(TransformerGraphs.LOSS).floats().get(0),
        plan.tensor(TransformerGraphs.NEGATIVE_LOG_LIKELIHOOD).floats().get(0),
        batch.targetTokens());
  }

  /** Releases the memory. */
  @Override
  public void close() {
    runner.close();
  }
}
