package dev.dolmetsch.model.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CacheEntriesTest {
  private static final float HIDDEN = Float.NEGATIVE_INFINITY;

  @Test
  void hypothesesShareWhatTheyHaveInCommon() {
    CacheEntries table = new CacheEntries(1, 2, 4);
    assertEquals(1, table.extend(0));
    table.copy(0, 1);
    assertEquals(2, table.extend(0));
    assertEquals(3, table.extend(1));
    assertEquals(4, table.used(0));
    assertArrayEquals(new float[] {HIDDEN, 0, 0, HIDDEN, HIDDEN, 0, HIDDEN, 0}, table.bias());
    assertThrows(IllegalStateException.class, () -> table.extend(0));
  }

  @Test
  void anEntryIsFreeAgainWhenNoHypothesisHasIt() {
    CacheEntries table = new CacheEntries(1, 2, 4);
    table.extend(0);
    table.copy(0, 1);
    table.extend(0);
    table.extend(1);
    table.drop(0);
    assertEquals(3, table.used(0));
    assertEquals(2, table.extend(1));
    assertArrayEquals(new float[] {0, HIDDEN, HIDDEN, HIDDEN, HIDDEN, 0, 0, 0}, table.bias());
  }

  @Test
  void aLargerTableTakesASentenceOver() {
    CacheEntries small = new CacheEntries(2, 2, 3);
    small.extend(2);
    small.copy(2, 3);
    CacheEntries large = new CacheEntries(1, 2, 80);
    large.take(small, 1, 0);
    Set<Integer> given = new HashSet<>();
    for (int i = 0; i < 78; i++) {
      given.add(large.extend(1));
    }
    assertEquals(78, given.size());
    assertEquals(80, large.used(0));
    assertEquals(0f, large.bias()[1]);
    assertEquals(HIDDEN, large.bias()[2]);
    assertThrows(IllegalStateException.class, () -> large.extend(0));
  }
}
