package dev.dolmetsch.model.decode;

import dev.dolmetsch.model.engine.Tensor;
import java.nio.ByteBuffer;

/**
 * Rows of keys or values, to be copied as they are stored.
 *
 * @param bytes all rows
 * @param rowBytes of one row
 */
record CacheRows(ByteBuffer bytes, int rowBytes) {
  /** The rows of a dense matrix. */
  static CacheRows of(Tensor matrix) {
    return new CacheRows(matrix.bytes(), matrix.extent(1) * matrix.type().bytes());
  }

  /** The same, after they have been set to zero. */
  static CacheRows cleared(Tensor matrix) {
    matrix.clear();
    return of(matrix);
  }

  /** Copies rows from a matrix that is stored as this one is. */
  void copy(CacheRows source, int from, int to, int count) {
    if (source.rowBytes != rowBytes) {
      throw new IllegalStateException(
          "rows of " + source.rowBytes + " bytes do not fit into rows of " + rowBytes);
    }
    bytes.put(to * rowBytes, source.bytes, from * rowBytes, count * rowBytes);
  }
}
