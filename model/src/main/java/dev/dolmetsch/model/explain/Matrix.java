package dev.dolmetsch.model.explain;

import dev.dolmetsch.model.engine.Tensor;
import java.nio.FloatBuffer;

/** Float32 values in rows and columns. Immutable. */
public final class Matrix {
  private final int rows;
  private final int columns;
  private final float[] values;

  private Matrix(int rows, int columns, float[] values) {
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  /** Copies the columns of one head from rows [N, D]. */
  static Matrix columns(Tensor rows, int first, int count) {
    FloatBuffer buffer = rows.floats();
    int width = rows.extent(1);
    float[] values = new float[rows.rows() * count];
    for (int row = 0; row < rows.rows(); row++) {
      buffer.get(row * width + first, values, row * count, count);
    }
    return new Matrix(rows.rows(), count, values);
  }

  /** Copies the scores or weights of one head, [T, S], of the only sentence in [1, H, T, S]. */
  static Matrix head(Tensor scores, int head) {
    int rows = scores.extent(2);
    int columns = scores.extent(3);
    float[] values = new float[rows * columns];
    scores.floats().get(head * rows * columns, values);
    return new Matrix(rows, columns, values);
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Number of columns. */
  public int columns() {
    return columns;
  }

  /** One value; −∞ is the score of what may not be seen. */
  public float get(int row, int column) {
    if (row < 0 || row >= rows || column < 0 || column >= columns) {
      throw new IndexOutOfBoundsException(
          "[" + row + ", " + column + "] of [" + rows + ", " + columns + "]");
    }
    return values[row * columns + column];
  }
}
