package dev.dolmetsch.data;

/**
 * The generator of Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
 * Written out because the library's bounded numbers may change from one Java to the next, and an
 * order of training must not.
 */
public final class SplitMix64 {
  /** What the state grows by from one number to the next. */
  public static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  /** What {@link #finalise} multiplies by first. */
  public static final long FIRST_FACTOR = 0xBF58476D1CE4E5B9L;

  /** What {@link #finalise} multiplies by next. */
  public static final long SECOND_FACTOR = 0x94D049BB133111EBL;

  private long state;

  /** A generator that begins with this state. */
  public SplitMix64(long state) {
    this.state = state;
  }

  /**
   * The generator of one purpose in one epoch; its numbers depend on these three and on nothing.
   */
  public static SplitMix64 of(long seed, long epoch, long purpose) {
    return new SplitMix64(mix(mix(mix(seed) + epoch) + purpose));
  }

  /** The number that a generator with this state gives: it looks random, whatever the state. */
  public static long mix(long state) {
    return finalise(state + GOLDEN_GAMMA);
  }

  /** The generator's finaliser, a bijection. */
  public static long finalise(long value) {
    long z = (value ^ (value >>> 30)) * FIRST_FACTOR;
    z = (z ^ (z >>> 27)) * SECOND_FACTOR;
    return z ^ (z >>> 31);
  }

  /** The next number, any of 2⁶⁴. */
  public long nextLong() {
    long result = mix(state);
    state += GOLDEN_GAMMA;
    return result;
  }

  /**
   * A number in 0 … bound − 1, each equally likely (Lemire, "Fast random integer generation in an
   * interval", 2019).
   */
  public int nextInt(int bound) {
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
