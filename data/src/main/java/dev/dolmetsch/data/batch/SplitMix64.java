package dev.dolmetsch.data.batch;

/**
 * The generator of Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
 * Written out because the library's bounded numbers may change from one Java to the next, and an
 * order of training must not.
 */
final class SplitMix64 {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  SplitMix64(long state) {
    this.state = state;
  }

  /**
   * The generator of one purpose in one epoch; its numbers depend on these three and on nothing.
   */
  static SplitMix64 of(long seed, long epoch, long purpose) {
    return new SplitMix64(mix(mix(mix(seed) + epoch) + purpose));
  }

  private static long mix(long value) {
    long z = value + GOLDEN_GAMMA;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  long nextLong() {
    long result = mix(state);
    state += GOLDEN_GAMMA;
    return result;
  }

  /**
   * A number in 0 … bound − 1, each equally likely (Lemire, "Fast random integer generation in an
   * interval", 2019).
   */
  int nextInt(int bound) {
    long product = (nextLong() >>> 32) * bound;
    if ((product & 0xFFFFFFFFL) < bound) {
      long threshold = (1L << 32) % bound;
      while ((product & 0xFFFFFFFFL) < threshold) {
        product = (nextLong() >>> 32) * bound;
      }
    }
    return (int) (product >>> 32);
  }
}
