package dev.dolmetsch.training;

/** Independent seeds of one run's seed, by what they are for; nothing sequential to save. */
final class Seeds {
  private Seeds() {}

  /** A seed for these coordinates (SplitMix64's finaliser after each). */
  static long derive(long seed, long... coordinates) {
    long state = mix(seed + 0x9E3779B97F4A7C15L);
    for (long coordinate : coordinates) {
      state = mix(state + 0x9E3779B97F4A7C15L * (coordinate + 1));
    }
    return state;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
