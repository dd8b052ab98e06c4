package dev.dolmetsch.model.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FreeListTest {
  private record Block(long offset, long bytes) {
    boolean meets(Block other) {
      return offset < other.offset + other.bytes && other.offset < offset + bytes;
    }
  }

  @Test
  void placesInUseNeverMeet() {
    SplittableRandom random = new SplittableRandom(3);
    FreeList list = new FreeList();
    List<Block> used = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      if (!used.isEmpty() && random.nextInt(5) < 2) {
        Block block = used.remove(random.nextInt(used.size()));
        list.release(block.offset(), block.bytes());
      } else if (used.size() < 60) {
        long bytes = random.nextInt(1000);
        Block block = new Block(list.take(bytes), bytes);
        assertEquals(0, block.offset() % 64, "aligned");
        assertTrue(block.offset() + bytes <= list.highWater());
        used.forEach(other -> assertTrue(!block.meets(other), block + " meets " + other));
        used.add(block);
      }
    }
    long before = list.highWater();
    used.forEach(block -> list.release(block.offset(), block.bytes()));
    assertEquals(0, list.take(before), "all that was taken back is one place again");
    assertEquals(before, list.highWater());
  }

  @Test
  void theSmallestGapThatIsLargeEnoughIsTaken() {
    FreeList list = new FreeList();
    long large = list.take(640);
    list.take(64);
    long small = list.take(128);
    list.take(64);
    list.release(large, 640);
    list.release(small, 128);
    assertEquals(small, list.take(100));
    assertEquals(large, list.take(100));
  }

  @Test
  void evenNothingHasAPlaceOfItsOwn() {
    FreeList list = new FreeList();
    assertEquals(0, list.take(0));
    assertEquals(64, list.take(0));
  }
}
