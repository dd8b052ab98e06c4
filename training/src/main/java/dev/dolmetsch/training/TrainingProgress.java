package dev.dolmetsch.training;

import java.time.Duration;

/**
 * Where a run stands.
 *
 * @param update updates made
 * @param maxUpdates updates to be made in all, as {@code max_updates} or {@code max_epochs} says
 * @param epoch passes over the corpus completed
 * @param loss label-smoothed loss per target token since the last report, in nats
 * @param gradientNorm global norm of the last update's gradient, before clipping
 * @param learningRate of the last update
 * @param targetTokensPerSecond since the last report; {@code </s>} counts, padding does not
 * @param remaining estimate of the time left
 */
public record TrainingProgress(
    long update,
    long maxUpdates,
    long epoch,
    double loss,
    double gradientNorm,
    double learningRate,
    double targetTokensPerSecond,
    Duration remaining) {}
