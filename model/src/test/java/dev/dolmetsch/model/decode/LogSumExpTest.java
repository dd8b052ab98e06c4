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
    LogSumExp logSumExp = new LogSumExp(length);
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    assertEquals(sorted[length - 1], LogSumExp.max(values));
    assertEquals(Math.log(sum), logSumExp.of(values), 3e-6);
  }

  @Test
  void exponentialsOfLargeNegativeNumbersVanish() {
    for (float x = -88; x < 0; x += 0.01f) {
      assertEquals(Math.exp(x), LogSumExp.exponential(x), 2e-6);
    }
    assertEquals(1, LogSumExp.exponential(0));
  }

  @Test
  void whatIsNotANumberIsNotHidden() {
    float[] values = new float[300];
    values[17] = Float.NaN;
    LogSumExp logSumExp = new LogSumExp(values.length);
    assertTrue(Double.isNaN(logSumExp.of(values)));
    values[17] = Float.NEGATIVE_INFINITY;
    assertEquals(Math.log(299), logSumExp.of(values), 3e-6);
  }
}
