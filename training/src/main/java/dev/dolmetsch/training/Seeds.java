package dev.dolmetsch.training;

import dev.dolmetsch.data.SplitMix64;

/** Independent seeds of one run's seed, by what they are for; nothing sequential to save. */
final class Seeds {
  private Seeds() {}

  /** A seed for these coordinates (SplitMix64's finaliser after each). */
  static long derive(long seed, long... coordinates) {
    long state = SplitMix64.mix(seed);
    for (long coordinate : coordinates) {
      state = SplitMix64.finalise(state + SplitMix64.GOLDEN_GAMMA * (coordinate + 1));
    }
    return state;
  }
}
