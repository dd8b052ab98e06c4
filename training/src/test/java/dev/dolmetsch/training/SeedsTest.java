package dev.dolmetsch.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedsTest {
  @Test
  void placesHaveSeedsOfTheirOwn() {
    Set<Long> seeds = new HashSet<>();
    for (long seed = -2; seed < 3; seed++) {
      for (long update = 0; update < 50; update++) {
        for (long batch = 0; batch < 4; batch++) {
          for (long shard = 0; shard < 4; shard++) {
            seeds.add(Seeds.derive(seed, update, batch, shard));
          }
        }
      }
      seeds.add(Seeds.derive(seed));
    }
    assertEquals(5 * (50 * 4 * 4 + 1), seeds.size());
  }

  @Test
  void orderOfCoordinatesMatters() {
    assertNotEquals(Seeds.derive(1, 2, 3), Seeds.derive(1, 3, 2));
  }

  /** A checkpoint of this version resumes with another one only if these never change. */
  @Test
  void seedsAreTheSameForEver() {
    assertEquals(-7995527694508729151L, Seeds.derive(1));
    assertEquals(-8537835607478779971L, Seeds.derive(1, 2, 0, 1));
  }
}
