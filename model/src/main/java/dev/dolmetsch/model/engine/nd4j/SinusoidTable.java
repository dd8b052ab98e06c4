package dev.dolmetsch.model.engine.nd4j;

import java.util.ArrayList;
import java.util.List;

/**
 * Position codes, computed when first asked for: sines in the first half, cosines in the second.
 *
 * <p>Belongs to one thread at a time.
 */
final class SinusoidTable {
  /**
   * Radians from one position to the next. StrictMath, so that every JVM computes the same bits.
   */
  private final double[] frequencies;

  private final int width;
  private final List<float[]> rows = new ArrayList<>();

  SinusoidTable(int width) {
    this.width = width;
    this.frequencies = new double[width / 2];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = StrictMath.pow(10000, -2.0 * i / width);
    }
  }

  /** The code of a position: {@code width} values, not to be changed. */
  float[] row(int position) {
    while (rows.size() <= position) {
      rows.add(code(rows.size()));
    }
    return rows.get(position);
  }

  private float[] code(int position) {
    float[] code = new float[width];
    int half = frequencies.length;
    for (int i = 0; i < half; i++) {
      double angle = position * frequencies[i];
      code[i] = (float) StrictMath.sin(angle);
      code[half + i] = (float) StrictMath.cos(angle);
    }
    return code;
  }
}
