package dev.dolmetsch.model.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutMaskTest {
  private static final int ROWS = 500;
  private static final int WIDTH = 400;

  /** Bounds are so many standard deviations wide; the draws are the same in each run. */
  private static final double DEVIATIONS = 4;

  /** The keys of rows that differ in one coordinate alone. */
  private static final List<IntToLongFunction> NEIGHBOURS =
      List.of(
          i -> DropoutMask.rowKey(i, 2, 3, 4, 5),
          i -> DropoutMask.rowKey(1, i, 3, 4, 5),
          i -> DropoutMask.rowKey(1, 2, i, 4, 5),
          i -> DropoutMask.rowKey(1, 2, 3, i, 5),
          i -> DropoutMask.rowKey(1, 2, 3, 4, i),
          i -> DropoutMask.rowKey(1, 2, 3, 4, i << 16));

  private static boolean[] row(DropoutMask mask, long key, int width) {
    long[] words = new long[DropoutMask.words(width)];
    mask.keep(key, width, words, 0);
    boolean[] kept = new boolean[width];
    for (int e = 0; e < width; e++) {
      long lane = (words[e / 4] >>> (16 * (e % 4))) & 0xffff;
      assertTrue(lane == 0 || lane == 1);
      kept[e] = lane == 1;
    }
    return kept;
  }

  /** 500 rows, one for each value of a coordinate. */
  private static boolean[][] rows(double p, IntToLongFunction key) {
    DropoutMask mask = new DropoutMask(p);
    boolean[][] rows = new boolean[ROWS][];
    for (int i = 0; i < ROWS; i++) {
      rows[i] = row(mask, key.applyAsLong(i), WIDTH);
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.3, 0.5})
  void theShareKeptIsThatWished(double p) {
    for (IntToLongFunction key : NEIGHBOURS) {
      boolean[][] rows = rows(p, key);
      long kept = 0;
      long[] byLane = new long[4];
      double ofRows = 0;
      for (boolean[] row : rows) {
        long inRow = 0;
        for (int e = 0; e < WIDTH; e++) {
          inRow += row[e] ? 1 : 0;
          byLane[e % 4] += row[e] ? 1 : 0;
        }
        kept += inRow;
        ofRows += Math.pow(inRow - WIDTH * (1 - p), 2) / (WIDTH * p * (1 - p));
      }
      assertShare(1 - p, kept, (long) ROWS * WIDTH);
      for (long lane : byLane) {
        assertShare(1 - p, lane, (long) ROWS * WIDTH / 4);
      }
      // Rows scatter about the mean as independent draws do: χ² of as many degrees of freedom.
      assertEquals(ROWS, ofRows, DEVIATIONS * Math.sqrt(2.0 * ROWS));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.3, 0.5})
  void neighboursKnowNothingOfEachOther(double p) {
    for (IntToLongFunction key : NEIGHBOURS) {
      boolean[][] rows = rows(p, key);
      for (int distance : new int[] {1, 2, 3, 4, 64}) {
        assertIndependent(p, distance, i -> rows[i], WIDTH);
        assertIndependent(p, distance, e -> column(rows, e), ROWS);
      }
    }
  }

  private static boolean[] column(boolean[][] rows, int e) {
    boolean[] column = new boolean[ROWS];
    for (int i = 0; i < ROWS; i++) {
      column[i] = rows[i][e];
    }
    return column;
  }

  /** Elements of each line that lie so far apart are both dropped as often as chance would have. */
  private static void assertIndependent(
      double p, int distance, IntFunction<boolean[]> line, int length) {
    long both = 0;
    int lines = ROWS * WIDTH / length;
    for (int i = 0; i < lines; i++) {
      boolean[] kept = line.apply(i);
      for (int e = distance; e < length; e++) {
        both += !kept[e] && !kept[e - distance] ? 1 : 0;
      }
    }
    assertShare(p * p, both, (long) lines * (length - distance));
  }

  /** The share of n draws, and that p is rounded to a multiple of 2⁻¹⁵. */
  private static void assertShare(double expected, long count, long n) {
    double deviation = Math.sqrt(n * expected * (1 - expected));
    assertEquals(expected * n, (double) count, DEVIATIONS * deviation + n * 0x1p-15);
  }

  @Test
  void rowsOfDifferentKeysAgreeByChance() {
    DropoutMask mask = new DropoutMask(0.5);
    boolean[] one = row(mask, DropoutMask.rowKey(1, 2, 3, 4, 5), ROWS * WIDTH);
    for (long key :
        new long[] {
          DropoutMask.rowKey(2, 1, 3, 4, 5),
          DropoutMask.rowKey(1, 2, 4, 3, 5),
          DropoutMask.rowKey(1, 2, 3, 5, 4),
          DropoutMask.rowKey(1, 2, 3, 4, -5),
          DropoutMask.rowKey(-1, 2, 3, 4, 5)
        }) {
      boolean[] other = row(mask, key, ROWS * WIDTH);
      long same = 0;
      for (int e = 0; e < one.length; e++) {
        same += one[e] == other[e] ? 1 : 0;
      }
      assertShare(0.5, same, one.length);
    }
  }

  @Test
  void aLongerRowBeginsLikeAShorterOne() {
    DropoutMask mask = new DropoutMask(0.3);
    long[] longest = new long[DropoutMask.words(9001)];
    mask.keep(7, 9001, longest, 0);
    for (int width : new int[] {1, 4, 27, 4096, 4097, 8200}) {
      int count = DropoutMask.words(width);
      long[] words = new long[count + 5];
      mask.keep(7, width, words, 3);
      for (int j = 0; j < words.length; j++) {
        assertEquals(j < 3 || j >= 3 + count ? 0 : longest[j - 3], words[j], width + ", word " + j);
      }
    }
  }

  @Test
  void aProbabilityOfZeroKeepsEverything() {
    for (boolean kept : row(new DropoutMask(0), 1, 999)) {
      assertTrue(kept);
    }
    assertEquals(1f, new DropoutMask(0).scale());
    assertEquals(1.25f, new DropoutMask(0.2).scale());
  }

  @Test
  void aProbabilityOutsideItsRangeIsRefused() {
    for (double p : new double[] {-0.1, 1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> new DropoutMask(p));
    }
  }

  /** A run resumes to the same bytes with another version only if these never change. */
  @Test
  void masksAreTheSameForEver() {
    long key = DropoutMask.rowKey(1, 2, 3, 4, 5);
    long[] words = new long[3];
    new DropoutMask(0.5).keep(key, 12, words, 0);
    assertEquals(1329618634949605306L, key);
    assertArrayEquals(
        new long[] {0x0001_0000_0001_0000L, 0x0001_0001_0000_0000L, 0x0000_0001_0001_0001L}, words);
  }
}
