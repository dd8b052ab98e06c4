package dev.dolmetsch.model.engine.nd4j;

/** e^x in single precision, several times faster than {@link Math#exp}, within 3·10⁻⁷. */
@SuppressWarnings("FloatingPointLiteralPrecision") // Coefficients as published in Cephes' expf.
final class Exponential {
  private static final float LOG2_E = 1.44269504f;

  /** Where n is −127, so that 2^n has no bits and e^x is taken for 0. */
  static final float LOWEST = -88f;

  /** Adding it rounds a float to an integer that then stands in the low bits. */
  private static final float ROUND = 12582912f;

  private Exponential() {}

  /** e^x; 0 below −88 (so for −∞ too), not for x above 88. NaN stays NaN. */
  static float of(float x) {
    if (x < LOWEST) {
      return 0f;
    }
    float rounded = rounded(x);
    // A product, as adding to the exponent's bits would make a number of some NaNs.
    return fraction(x, rounded) * Float.intBitsToFloat(powerBits(Float.floatToRawIntBits(rounded)));
  }

  /** x/ln 2 rounded to an integer n, which stands in the low bits. */
  static float rounded(float x) {
    return x * LOG2_E + ROUND;
  }

  /** e^x / 2^n, between 1/√2 and √2. */
  static float fraction(float x, float rounded) {
    float whole = rounded - ROUND;
    // ln 2 in two parts keeps the remainder exact.
    float r = (x - whole * 0.693359375f) + whole * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    return p * r * r + r + 1f;
  }

  /** The bits of 2^n, from those of the rounded value; zero for n = −127. */
  static int powerBits(int roundedBits) {
    return (roundedBits + 127) << 23;
  }
}
