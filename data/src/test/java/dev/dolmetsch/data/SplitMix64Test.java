package dev.dolmetsch.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SplitMix64Test {
  @Test
  void agreesWithTheJdksGeneratorOfTheSamePaper() {
    SplitMix64 random = new SplitMix64(42);
    SplittableRandom reference = new SplittableRandom(42);
    for (int i = 0; i < 100; i++) {
      assertEquals(reference.nextLong(), random.nextLong());
    }
  }

  @Test
  void seedEpochAndPurposeEachMatter() {
    long first = SplitMix64.of(1, 2, 3).nextLong();
    assertEquals(first, SplitMix64.of(1, 2, 3).nextLong());
    assertNotEquals(first, SplitMix64.of(2, 2, 3).nextLong());
    assertNotEquals(first, SplitMix64.of(1, 3, 3).nextLong());
    assertNotEquals(first, SplitMix64.of(1, 2, 4).nextLong());
    assertNotEquals(first, SplitMix64.of(2, 1, 3).nextLong());
  }

  @Test
  void boundedNumbersAreUniform() {
    SplitMix64 random = SplitMix64.of(7, 0, 0);
    int[] counts = new int[6];
    for (int i = 0; i < 60_000; i++) {
      counts[random.nextInt(6)]++;
    }
    for (int count : counts) {
      assertTrue(Math.abs(count - 10_000) < 500, "10,000 expected, " + count + " drawn");
    }
    // With this bound a quarter of the raw numbers have to be drawn again.
    int bound = 3 << 29;
    long sum = 0;
    for (int i = 0; i < 60_000; i++) {
      int number = random.nextInt(bound);
      assertTrue(number >= 0 && number < bound);
      sum += number;
    }
    assertEquals(0.5, sum / 60_000.0 / bound, 0.01);
  }
}
