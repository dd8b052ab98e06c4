package dev.dolmetsch.data.grammar;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.SplittableRandom;

/** Seeded choices that use every word about equally often. */
final class Choice {
  /** More draws make the use of words more even and their combinations less random. */
  private static final int DRAWS = 4;

  private final SplittableRandom random;
  private final IdentityHashMap<Lexeme, Integer> uses = new IdentityHashMap<>();

  Choice(long seed) {
    random = new SplittableRandom(seed);
  }

  /** True in that many of a hundred cases. */
  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  /** A number from {@code low} to {@code high}, both included. */
  int between(int low, int high) {
    return random.nextInt(low, high + 1);
  }

  /** One of the items, all with the same probability. */
  <T> T any(List<T> items) {
    if (items.isEmpty()) {
      throw new IllegalArgumentException("items must not be empty: no word fits here");
    }
    return items.get(random.nextInt(items.size()));
  }

  /** Of a few items drawn at random, the one that was chosen least often so far. */
  <T extends Lexeme> T word(List<T> items) {
    T best = any(items);
    for (int draw = 1; draw < DRAWS; draw++) {
      T other = any(items);
      if (uses.getOrDefault(other, 0) < uses.getOrDefault(best, 0)) {
        best = other;
      }
    }
    uses.merge(best, 1, Integer::sum);
    return best;
  }
}
