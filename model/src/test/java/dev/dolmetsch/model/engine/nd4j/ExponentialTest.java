package dev.dolmetsch.model.engine.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExponentialTest {
  @Test
  void isWithinThreeTenMillionthsOverItsRange() {
    for (float x = -87f; x < 88f; x += 0.00037f) {
      double exact = Math.exp(x);
      assertEquals(1, Exponential.of(x) / exact, 3e-7, "e^" + x);
    }
  }

  @Test
  void isExactlyOneAtZero() {
    assertEquals(1f, Exponential.of(0f));
    assertEquals(1f, Exponential.of(-0f));
  }

  @Test
  void isExactlyZeroFarBelow() {
    for (float x : new float[] {-88f, -88.1f, -1000, -Float.MAX_VALUE, Float.NEGATIVE_INFINITY}) {
      assertEquals(0f, Exponential.of(x), "e^" + x);
    }
  }

  @Test
  void manyAtOnceHaveTheSameBits() {
    BlockExponential exponential = new BlockExponential();
    float[] x = new float[4099]; // No multiple of any block or vector.
    for (int i = 0; i < x.length; i++) {
      x[i] = 2f - i * 0.022f; // Down to −88.2.
    }
    x[1023] = Float.NEGATIVE_INFINITY;
    x[1024] = Float.NaN;
    x[4098] = -Float.MAX_VALUE;
    for (int length : new int[] {0, 1, 17, 1024, 1025, 4099}) {
      float[] y = x.clone();
      exponential.shifted(y, length, 0.5f);
      for (int i = 0; i < x.length; i++) {
        assertEquals(i < length ? Exponential.of(x[i] - 0.5f) : x[i], y[i], "element " + i);
      }
    }
  }

  @Test
  void everyNanStaysNan() {
    for (int payload = 1; payload < 1 << 22; payload = payload * 2 + 1) {
      assertTrue(Float.isNaN(Exponential.of(Float.intBitsToFloat(0x7fc00000 | payload))));
      assertTrue(Float.isNaN(Exponential.of(Float.intBitsToFloat(0xffc00000 | payload))));
    }
    assertTrue(Float.isNaN(Exponential.of(Float.NaN)));
  }
}
