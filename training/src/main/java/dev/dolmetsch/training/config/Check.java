package dev.dolmetsch.training.config;

/** Refusals of values, in the one wording that all sections use. */
final class Check {
  private Check() {}

  /** Refuses a value, naming its key, unless the condition holds. */
  static void that(boolean holds, String key, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(key + " must be " + range + ", but is " + value);
    }
  }

  /** Refuses a whole number outside low–high. */
  static void range(String key, long value, long low, long high) {
    that(value >= low && value <= high, key, value, "between " + low + " and " + high);
  }

  /** Refuses a number outside [0, 1). */
  static void probability(String key, double value) {
    that(value >= 0 && value < 1, key, value, "in [0, 1)");
  }
}
