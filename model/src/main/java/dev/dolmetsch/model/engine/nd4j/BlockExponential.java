package dev.dolmetsch.model.engine.nd4j;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * The same bits as {@link Exponential}, four times faster (0.8 instead of 3.1 ns an element), for
 * many elements at once.
 *
 * <p>The JIT of JDK 17 vectorises loops that change one array in place, but none that turns the
 * bits of an int into a float. So the exponents change their type by a copy through memory that is
 * seen as both, and each loop below changes one array.
 */
final class BlockExponential {
  private static final int BLOCK = 1024;

  private final float[] values = new float[BLOCK];
  private final float[] powers = new float[BLOCK];
  private final int[] bits = new int[BLOCK];
  private final FloatBuffer asFloats;
  private final IntBuffer asInts;

  BlockExponential() {
    ByteBuffer memory =
        ByteBuffer.allocateDirect(BLOCK * Float.BYTES).order(ByteOrder.nativeOrder());
    asFloats = memory.asFloatBuffer();
    asInts = memory.asIntBuffer();
  }

  /** Overwrites the first elements with e^(a − shift), as {@link Exponential#of} has it. */
  void shifted(float[] a, int length, float shift) {
    for (int at = 0; at < length; at += BLOCK) {
      int count = Math.min(BLOCK, length - at);
      System.arraycopy(a, at, values, 0, count);
      shift(values, count, shift);
      System.arraycopy(values, 0, powers, 0, count);
      round(powers, count);
      fractions(values, powers, count);
      asFloats.put(0, powers, 0, count);
      asInts.get(0, bits, 0, count);
      exponents(bits, count);
      asInts.put(0, bits, 0, count);
      asFloats.get(0, powers, 0, count);
      multiply(values, powers, count);
      System.arraycopy(values, 0, a, at, count);
    }
  }

  private static void shift(float[] x, int count, float shift) {
    for (int i = 0; i < count; i++) {
      x[i] = Math.max(x[i] - shift, Exponential.LOWEST);
    }
  }

  private static void round(float[] x, int count) {
    for (int i = 0; i < count; i++) {
      x[i] = Exponential.rounded(x[i]);
    }
  }

  private static void fractions(float[] x, float[] rounded, int count) {
    for (int i = 0; i < count; i++) {
      x[i] = Exponential.fraction(x[i], rounded[i]);
    }
  }

  private static void exponents(int[] bits, int count) {
    for (int i = 0; i < count; i++) {
      bits[i] = Exponential.powerBits(bits[i]);
    }
  }

  private static void multiply(float[] a, float[] b, int count) {
    for (int i = 0; i < count; i++) {
      a[i] *= b[i];
    }
  }
}
