package dev.dolmetsch.training.config;

import dev.dolmetsch.model.engine.choice.KernelKind;
import dev.dolmetsch.model.engine.choice.Precision;
import java.util.Optional;

/**
 * The {@code training} section: the loop, the optimizer, the schedule and what is kept.
 *
 * @param seed of the parameters' first values, of the batches' order and of dropout
 * @param maxUpdates updates after which training ends, at least 1
 * @param maxEpochs passes over the corpus after which training ends, if sooner, at least 1
 * @param tokensPerBatch sentence pairs of one batch times their longest side in pieces, with {@code
 *     </s>} and padding, 16–1,000,000
 * @param accumulation batches whose gradients make one update, 1–1024
 * @param shards parts that a batch is split into, one worker each, 1–256; the trained bytes depend
 *     on it, not on how many cores the machine has
 * @param optimizer how a gradient becomes a step
 * @param beta1 Adam's decay of the first moment, [0, 1)
 * @param beta2 Adam's decay of the second moment, [0, 1)
 * @param epsilon Adam's ε, above 0, at most 1
 * @param weightDecay AdamW's decay per unit of learning rate, 0–1
 * @param schedule how the learning rate falls after its warm-up
 * @param learningRate the peak, above 0, at most 10
 * @param warmupUpdates updates of linear warm-up, 0–1,000,000
 * @param minimumLearningRate what the schedule does not fall below, 0–{@code learningRate}
 * @param labelSmoothing probability spread over all pieces, [0, 1)
 * @param clipNorm largest global norm of an update's gradient, at least 0; 0 does not clip
 * @param logEvery updates between two lines of progress, at least 1
 * @param checkpointEvery updates between two checkpoints, at least 1
 * @param keepBest best checkpoints that are kept, 1–1000
 * @param keepLast latest checkpoints that are kept, 1–1000
 * @param averageBest best checkpoints that are averaged at the end, 0–{@code keepBest}; 0 averages
 *     none
 * @param kernels what computes the operations
 * @param precision the type of numbers that products are computed in
 */
public record OptimizationConfig(
    long seed,
    int maxUpdates,
    Optional<Integer> maxEpochs,
    int tokensPerBatch,
    int accumulation,
    int shards,
    OptimizerKind optimizer,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    ScheduleKind schedule,
    double learningRate,
    int warmupUpdates,
    double minimumLearningRate,
    double labelSmoothing,
    double clipNorm,
    int logEvery,
    int checkpointEvery,
    int keepBest,
    int keepLast,
    int averageBest,
    KernelKind kernels,
    Precision precision) {

  private static final int MANY = 1_000_000_000;

  /** Refuses values out of range, and values that contradict each other, naming the key. */
  public OptimizationConfig {
    Check.range("training.max_updates", maxUpdates, 1, MANY);
    maxEpochs.ifPresent(epochs -> Check.range("training.max_epochs", epochs, 1, MANY));
    Check.range("training.tokens_per_batch", tokensPerBatch, 16, 1_000_000);
    Check.range("training.accumulation", accumulation, 1, 1024);
    Check.range("training.shards", shards, 1, 256);
    Check.probability("training.beta1", beta1);
    Check.probability("training.beta2", beta2);
    Check.that(epsilon > 0 && epsilon <= 1, "training.epsilon", epsilon, "in (0, 1]");
    Check.that(
        weightDecay >= 0 && weightDecay <= 1, "training.weight_decay", weightDecay, "in [0, 1]");
    Check.that(
        weightDecay == 0 || optimizer == OptimizerKind.ADAMW,
        "training.weight_decay",
        weightDecay,
        "0 unless training.optimizer is adamw");
    Check.that(
        learningRate > 0 && learningRate <= 10,
        "training.learning_rate",
        learningRate,
        "in (0, 10]");
    Check.range("training.warmup_updates", warmupUpdates, 0, 1_000_000);
    refuseImpossibleSchedule(schedule, warmupUpdates, maxUpdates);
    Check.that(
        minimumLearningRate >= 0 && minimumLearningRate <= learningRate,
        "training.minimum_learning_rate",
        minimumLearningRate,
        "between 0 and training.learning_rate (" + learningRate + ")");
    Check.probability("training.label_smoothing", labelSmoothing);
    Check.that(
        clipNorm >= 0 && Double.isFinite(clipNorm),
        "training.clip_norm",
        clipNorm,
        "at least 0 (0 does not clip)");
    Check.range("training.log_every", logEvery, 1, MANY);
    Check.range("training.checkpoint_every", checkpointEvery, 1, MANY);
    Check.range("training.keep_best", keepBest, 1, 1000);
    Check.range("training.keep_last", keepLast, 1, 1000);
    Check.that(
        averageBest >= 0 && averageBest <= keepBest,
        "training.average_best",
        averageBest,
        "between 0 and training.keep_best (" + keepBest + ")");
    Check.that(
        precision != Precision.INT8,
        "training.precision",
        "int8",
        "auto, float32 or bf16 (int8 is for translating: train, then run dolmetsch quantize)");
    Check.that(
        precision != Precision.BF16 || kernels != KernelKind.ND4J,
        "training.precision",
        "bf16",
        "float32 or auto with training.kernels nd4j");
  }

  /** Adam at a peak of 0.002 after 400 updates of warm-up, 4,096 tokens a batch. */
  public static OptimizationConfig defaults() {
    return new OptimizationConfig(
        1,
        10_000,
        Optional.empty(),
        4_096,
        1,
        2,
        OptimizerKind.ADAM,
        0.9,
        0.98,
        1e-9,
        0,
        ScheduleKind.INVERSE_SQUARE_ROOT,
        0.002,
        400,
        0,
        0.1,
        1,
        20,
        500,
        5,
        2,
        5,
        KernelKind.AUTO,
        Precision.AUTO);
  }

  private static void refuseImpossibleSchedule(ScheduleKind schedule, int warmup, int updates) {
    switch (schedule) {
      case INVERSE_SQUARE_ROOT ->
          Check.that(
              warmup >= 1,
              "training.warmup_updates",
              warmup,
              "at least 1 with training.schedule inverse_square_root");
      case LINEAR, COSINE ->
          Check.that(
              warmup < updates,
              "training.warmup_updates",
              warmup,
              "below training.max_updates ("
                  + updates
                  + "), where the schedule reaches its minimum");
      case CONSTANT -> {}
    }
  }
}
