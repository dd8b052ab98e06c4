package dev.dolmetsch.training;

import java.time.Duration;

/** Speed and loss since the last report, and the time left. */
final class ProgressMeter {
  private final long firstUpdate;
  private final long lastUpdate;
  private final long startedAt = System.nanoTime();
  private long lastReport = startedAt;
  private long pausedNanos;
  private long tokens;
  private double loss;

  /**
   * A meter that starts now.
   *
   * @param firstUpdate updates already made
   * @param lastUpdate updates after which training ends
   */
  ProgressMeter(long firstUpdate, long lastUpdate) {
    this.firstUpdate = firstUpdate;
    this.lastUpdate = lastUpdate;
  }

  void add(GradientComputer.Parts update) {
    tokens += update.tokens();
    loss += update.loss();
  }

  /** Time that went to something else than training does not count as slow training. */
  void pause(Duration time) {
    pausedNanos += time.toNanos();
  }

  /** Reports, and starts to count anew. */
  TrainingProgress report(long update, long epoch, double gradientNorm, double learningRate) {
    long now = System.nanoTime();
    double seconds = Math.max(1e-9, (now - lastReport - pausedNanos) / 1e9);
    double perUpdate = (now - startedAt) / 1e9 / Math.max(1, update - firstUpdate);
    Duration remaining = Duration.ofMillis((long) (1000 * perUpdate * (lastUpdate - update)));
    TrainingProgress progress =
        new TrainingProgress(
            update,
            lastUpdate,
            epoch,
            loss / Math.max(1, tokens),
            gradientNorm,
            learningRate,
            tokens / seconds,
            remaining);
    lastReport = now;
    pausedNanos = 0;
    tokens = 0;
    loss = 0;
    return progress;
  }
}
