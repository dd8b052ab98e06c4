package dev.dolmetsch.training;

/** Sums of squares. */
final class Squares {
  private Squares() {}

  /**
   * Σ of the squares of the first elements, in double precision. In eight partial sums: an addition
   * would wait for the one before it, which made this half of the gradients' sum.
   */
  static double sum(float[] values, int count) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int i = 0;
    for (; i + 8 <= count; i += 8) {
      s0 += (double) values[i] * values[i];
      s1 += (double) values[i + 1] * values[i + 1];
      s2 += (double) values[i + 2] * values[i + 2];
      s3 += (double) values[i + 3] * values[i + 3];
      s4 += (double) values[i + 4] * values[i + 4];
      s5 += (double) values[i + 5] * values[i + 5];
      s6 += (double) values[i + 6] * values[i + 6];
      s7 += (double) values[i + 7] * values[i + 7];
    }
    for (; i < count; i++) {
      s0 += (double) values[i] * values[i];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }
}
