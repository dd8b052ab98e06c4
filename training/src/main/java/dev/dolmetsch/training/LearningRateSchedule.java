package dev.dolmetsch.training;

import dev.dolmetsch.training.config.OptimizationConfig;

/**
 * The learning rate of each update: linear warm-up to the peak, then a fall. The inverse square
 * root is that of Vaswani et al. (2017), section 5.3, scaled so that its peak is the configured
 * rate.
 */
final class LearningRateSchedule {
  private final OptimizationConfig config;

  LearningRateSchedule(OptimizationConfig config) {
    this.config = config;
  }

  /** The rate of update u, counted from 1. */
  double at(long update) {
    int warmup = config.warmupUpdates();
    double peak = config.learningRate();
    if (update <= warmup) {
      return peak * update / warmup;
    }
    double floor = config.minimumLearningRate();
    double progress =
        Math.min(1, (double) (update - warmup) / Math.max(1, config.maxUpdates() - warmup));
    return switch (config.schedule()) {
      case CONSTANT -> peak;
      case INVERSE_SQUARE_ROOT -> Math.max(floor, peak * Math.sqrt((double) warmup / update));
      case LINEAR -> floor + (peak - floor) * (1 - progress);
      case COSINE -> floor + (peak - floor) * 0.5 * (1 + StrictMath.cos(Math.PI * progress));
    };
  }
}
