package dev.dolmetsch.model.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogSumExpTest {
  @ParameterizedTest
  @CsvSource({"1, 5", "7, 5", "256, 1", "8000, 0.1", "8000, 3", "8001, 20", "10000, 200"})
  void isTheLogarithmOfTheSumOfExponentials(int length, double spread) {
    SplittableRandom random = new SplittableRandom(length);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (spread * (2 * random.nextDouble() - 1) + 10);
    }
    double sum = 0;
    for (float value : values) {
      sum += Math.exp(value);
    }
    assertEquals(Math.log(sum), new LogSumExp(true).of(rows(values)), 3e-6);
    LogSumExp logSumExp = new LogSumExp(false);
    assertEquals(Math.log(sum), logSumExp.of(rows(values)), 3e-6);
    for (int column = 0; column < Math.min(length, LogSumExp.COLUMNS); column++) {
      float max = Float.NEGATIVE_INFINITY;
      for (int i = column; i < length; i += LogSumExp.COLUMNS) {
        max = Math.max(max, values[i]);
      }
      assertEquals(max, logSumExp.maxOfColumn(column));
    }
  }

  @Test
  void exponentialsOfLargeNegativeNumbersVanish() {
    for (float x = -88; x < 0; x += 0.01f) {
      assertEquals(Math.exp(x), LogSumExp.exponential(x), 2e-6);
    }
    assertEquals(1, LogSumExp.exponential(0));
  }

  /** The worst case for a sum: so many pieces that are all as improbable, below one that is not. */
  @Test
  void bothLoopsAddUpTheSame() {
    float[] row = new float[LogSumExp.COLUMNS];
    for (float x = -40; x <= 0; x += 0.1f) {
      Arrays.fill(row, x + 7);
      float[] fused = new float[LogSumExp.COLUMNS];
      LogSumExp.addFused(row, 7, fused);
      float[] plain = new float[LogSumExp.COLUMNS];
      LogSumExp.addExponentials(row, 7, plain);
      for (int pieces : new int[] {1, 100, 10_000, 100_000}) {
        double exact = Math.log(1 + pieces * Math.exp(x));
        assertEquals(exact, Math.log(1 + pieces * (double) fused[3]), 4e-6, "e^" + x);
        assertEquals(exact, Math.log(1 + pieces * (double) plain[3]), 6e-6, "e^" + x);
      }
    }
  }

  @Test
  void whatIsNotANumberIsNotHidden() {
    float[] values = new float[300];
    for (boolean fused : new boolean[] {true, false}) {
      LogSumExp logSumExp = new LogSumExp(fused);
      values[17] = Float.NaN;
      assertTrue(Double.isNaN(logSumExp.of(rows(values))));
      values[17] = Float.NEGATIVE_INFINITY;
      assertEquals(Math.log(299), logSumExp.of(rows(values)), 3e-6);
    }
  }

  private static float[][] rows(float[] values) {
    float[][] rows = new float[(values.length + LogSumExp.COLUMNS - 1) / LogSumExp.COLUMNS][];
    for (int i = 0; i < rows.length; i++) {
      int first = i * LogSumExp.COLUMNS;
      rows[i] = Arrays.copyOfRange(values, first, first + LogSumExp.COLUMNS);
      Arrays.fill(
          rows[i],
          Math.min(LogSumExp.COLUMNS, values.length - first),
          LogSumExp.COLUMNS,
          Float.NEGATIVE_INFINITY);
    }
    return rows;
  }
}
