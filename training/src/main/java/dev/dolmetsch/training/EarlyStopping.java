package dev.dolmetsch.training;

import dev.dolmetsch.training.config.ValidationConfig;

/**
 * Remembers the best validation and how long ago it was. Immutable; part of a checkpoint.
 *
 * @param bestValue value of the best validation, NaN before the first
 * @param validationsSince validations since then
 */
record EarlyStopping(double bestValue, int validationsSince) {
  static EarlyStopping start() {
    return new EarlyStopping(Double.NaN, 0);
  }

  /** Whether a value is better than all before. */
  boolean improvedBy(double value, ValidationConfig config) {
    if (Double.isNaN(value)) {
      return false;
    }
    return Double.isNaN(bestValue)
        || (config.metric().higherIsBetter() ? value > bestValue : value < bestValue);
  }

  /** With one more validation. */
  EarlyStopping after(double value, ValidationConfig config) {
    return improvedBy(value, config)
        ? new EarlyStopping(value, 0)
        : new EarlyStopping(bestValue, validationsSince + 1);
  }

  /** Whether the patience has run out. */
  boolean exhausted(ValidationConfig config) {
    return config.patience() > 0 && validationsSince >= config.patience();
  }
}
