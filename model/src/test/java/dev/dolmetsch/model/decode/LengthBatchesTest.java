package dev.dolmetsch.model.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LengthBatchesTest {
  private static List<Integer> sizes(int tokens, int beams) {
    List<int[]> sources = Collections.nCopies(100, new int[9]);
    return LengthBatches.of(sources, tokens, beams).stream().map(List::size).toList();
  }

  @Test
  void tokensBoundABatch() {
    assertEquals(List.of(40, 40, 20), sizes(400, 1));
    assertEquals(Collections.nCopies(100, 1), sizes(5, 1));
  }

  @Test
  void hypothesesBoundABatch() {
    assertEquals(List.of(100), sizes(1000, 5));
    assertEquals(List.of(32, 32, 32, 4), sizes(1000, 32));
  }
}
