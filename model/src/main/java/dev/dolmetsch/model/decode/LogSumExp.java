package dev.dolmetsch.model.decode;

import java.util.Arrays;

/**
 * log Σ e^x of a row, exact to 6·10⁻⁶, and the largest value of every {@value #COLUMNS}-th one. The
 * values come as rows of {@value #COLUMNS}. Every hypothesis needs V exponentials per piece, so the
 * loops are written to become vector instructions: over whole arrays from their beginning, without
 * branches or reinterpreted bits. They take 0.3 ns per element where the processor multiplies and
 * adds in one instruction, else 0.6, and one that calls {@link Math#exp}, or begins within an
 * array, takes several.
 */
final class LogSumExp {
  /** Values in a row. */
  static final int COLUMNS = 512;

  /** Below this e^(x − max) adds nothing that a float can hold. */
  private static final float SMALLEST = -88f;

  /** A sixteenth of where e^(x − max) is 10⁻¹¹: too little for the sum of any vocabulary. */
  private static final float SMALLEST_SIXTEENTH = -1.6f;

  /** Elsewhere {@link Math#fma} is a hundred times slower than a product and a sum. */
  private static final boolean PROCESSOR_FUSES = Processor.fusesMultiplyAdd();

  private final boolean fused;

  private final float[] maxima = new float[COLUMNS];
  private final float[] sums = new float[COLUMNS];

  LogSumExp() {
    this(PROCESSOR_FUSES);
  }

  /** With the one or the other kind of loop, whatever the processor does. */
  LogSumExp(boolean fused) {
    this.fused = fused;
  }

  /** Of all values; NaN if one is not a number. */
  double of(float[][] rows) {
    Arrays.fill(maxima, Float.NEGATIVE_INFINITY);
    for (float[] row : rows) {
      raise(maxima, row);
    }
    float max = Float.NEGATIVE_INFINITY;
    for (float columnMax : maxima) {
      max = Math.max(max, columnMax);
    }
    Arrays.fill(sums, 0f);
    for (float[] row : rows) {
      if (fused) {
        addFused(row, max, sums);
      } else {
        addExponentials(row, max, sums);
      }
    }
    double sum = 0;
    for (float columnSum : sums) {
      sum += columnSum;
    }
    return max + Math.log(sum);
  }

  /** The largest value in a column of the rows seen last. */
  float maxOfColumn(int column) {
    return maxima[column];
  }

  private static void raise(float[] maxima, float[] row) {
    for (int i = 0; i < COLUMNS; i++) {
      maxima[i] = Math.max(maxima[i], row[i]);
    }
  }

  /**
   * As {@link #addExponentials}, with e^(x/16) by a polynomial that was fitted to it on −1 to 0.
   * Further down its relative error grows to a hundredth, but of less and less: the sum of 100,000
   * pieces is exact to 4·10⁻⁶ wherever they lie.
   */
  static void addFused(float[] row, float max, float[] sums) {
    float shift = max * (-1f / 16);
    for (int i = 0; i < COLUMNS; i++) {
      float z = Math.max(Math.fma(row[i], 1f / 16, shift), SMALLEST_SIXTEENTH);
      float e = 8.4005797e-4f;
      e = Math.fma(e, z, 0.007628471f);
      e = Math.fma(e, z, 0.041196086f);
      e = Math.fma(e, z, 0.16650277f);
      e = Math.fma(e, z, 0.49997303f);
      e = Math.fma(e, z, 0.99999845f);
      e = Math.fma(e, z, 1f);
      e *= e;
      e *= e;
      e *= e;
      sums[i] = Math.fma(e, e, sums[i]);
    }
  }

  static void addExponentials(float[] row, float max, float[] sums) {
    for (int i = 0; i < COLUMNS; i++) {
      sums[i] += exponential(Math.max(row[i] - max, SMALLEST));
    }
  }

  /**
   * e^x for −88 ≤ x ≤ 0 as (e^(x/32))³², the inner one by its Taylor series of degree 6. The error
   * is below 2·10⁻⁶ of 1, not of the result, which is what a sum of at least 1 needs.
   */
  static float exponential(float x) {
    float z = x * (1f / 32);
    float e = 1f / 720;
    e = e * z + 1f / 120;
    e = e * z + 1f / 24;
    e = e * z + 1f / 6;
    e = e * z + 1f / 2;
    e = e * z + 1f;
    e = e * z + 1f;
    e *= e; // e^(x/16)
    e *= e;
    e *= e;
    e *= e;
    return e * e;
  }
}
