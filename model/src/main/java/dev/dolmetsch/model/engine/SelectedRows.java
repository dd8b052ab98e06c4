package dev.dolmetsch.model.engine;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * A copy of some rows of a matrix that does not change, made again only when other rows are wanted:
 * a search selects seldom and computes often.
 */
public final class SelectedRows {
  private final Tensor copy;
  private final int[] selected;
  private final int[] wanted;

  /** Room for so many rows, none of them selected yet; they are zero. */
  public SelectedRows(int rows, int columns) {
    this.copy = Tensor.allocate(ElementType.FLOAT32, rows, columns);
    this.copy.clear();
    this.selected = new int[rows];
    this.wanted = new int[rows];
    Arrays.fill(selected, -1);
  }

  /** The rows, float32. */
  public Tensor copy() {
    return copy;
  }

  /** Bytes of the copy. */
  long bytes() {
    return (long) copy.length() * copy.type().bytes();
  }

  /** Selects rows of the matrix; says whether they are others than before. */
  public boolean select(Tensor matrix, IntBuffer ids) {
    ids.get(0, wanted);
    if (Arrays.equals(wanted, selected)) {
      return false;
    }
    int columns = matrix.extent(1);
    FloatBuffer from = matrix.floats();
    FloatBuffer to = copy.floats();
    for (int row = 0; row < wanted.length; row++) {
      if (wanted[row] != selected[row]) {
        to.put(row * columns, from, wanted[row] * columns, columns);
      }
    }
    System.arraycopy(wanted, 0, selected, 0, wanted.length);
    return true;
  }
}
