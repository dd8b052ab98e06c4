package dev.dolmetsch.training;

import dev.dolmetsch.training.config.ValidationMetric;

/**
 * Remembers the best validation and how long ago it was. Immutable; part of a checkpoint.
 *
 * @param metric what validations are compared by
 * @param bestValue value of the best validation, NaN before the first
 * @param bestLoss its loss, which tells equal values apart; NaN where it is not known
 * @param validationsSince validations since then
 */
record EarlyStopping(
    ValidationMetric metric, double bestValue, double bestLoss, int validationsSince) {
  /** Before the first validation. */
  static EarlyStopping start(ValidationMetric metric) {
    return new EarlyStopping(metric, Double.NaN, Double.NaN, 0);
  }

  /** Whether a value, or its loss where the value is equal, is better; NaN never is. */
  boolean improvedBy(double value, double loss) {
    if (Double.isNaN(value)) {
      return false;
    }
    return Double.isNaN(bestValue)
        || (metric.higherIsBetter() ? value > bestValue : value < bestValue)
        || (value == bestValue && loss < bestLoss);
  }

  /** With one more validation. */
  EarlyStopping after(double value, double loss) {
    return improvedBy(value, loss)
        ? new EarlyStopping(metric, value, loss, 0)
        : new EarlyStopping(metric, bestValue, bestLoss, validationsSince + 1);
  }

  /** For going on with a metric: values of different metrics cannot be compared. */
  EarlyStopping by(ValidationMetric wanted) {
    return wanted == metric ? this : start(wanted);
  }

  /**
   * Whether the patience has run out.
   *
   * @param patience validations without a better value after which it has; 0 never
   */
  boolean exhausted(int patience) {
    return patience > 0 && validationsSince >= patience;
  }
}
