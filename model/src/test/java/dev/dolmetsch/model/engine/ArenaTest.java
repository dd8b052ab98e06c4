package dev.dolmetsch.model.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ArenaTest {
  @Test
  void anArenaThatCouldNotGrowClaimsNoMemory() {
    try (Arena arena = new Arena()) {
      arena.require(100);
      assertThrows(OutOfMemoryError.class, () -> arena.require(1L << 56));
      assertEquals(0, arena.capacity());
      assertTrue(arena.memory().isNull());
      arena.require(100);
      assertTrue(arena.capacity() >= 100);
    }
  }

  @Test
  void itsFirstByteIsAlignedAndItsCapacityLiesBehindIt() {
    for (int bytes = 1; bytes < 3000; bytes += 37) {
      try (Arena arena = new Arena()) {
        arena.require(bytes);
        assertEquals(0, (arena.memory().address() + arena.start()) % 64);
        assertTrue(arena.start() >= 0);
        assertTrue(arena.start() + arena.capacity() <= arena.memory().capacity());
      }
    }
  }
}
