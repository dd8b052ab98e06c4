package dev.dolmetsch.model.decode;

/** Refuses options out of range. */
final class Ranges {
  private Ranges() {}

  /**
   * Refuses a value.
   *
   * @param key the option's name in a configuration file
   * @param range what the value must be
   * @throws IllegalArgumentException with name, range and value, unless the condition holds
   */
  static void require(boolean holds, String key, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(key + " must be " + range + ", but is " + value);
    }
  }
}
