package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.OpCall;
import dev.dolmetsch.model.engine.Tensor;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;

/** The decoder's caches of keys and values. */
final class CacheKernels {
  private CacheKernels() {}

  /** Writes rows to their places in a cache of the same type. */
  static Kernel write(OpCall call) {
    Tensor rows = call.input(1);
    Tensor cache = call.output(0);
    if (rows.type() != cache.type()) {
      throw new IllegalArgumentException("rows " + rows + " do not fit into a cache " + cache);
    }
    int count = rows.rows();
    int elementBytes = cache.type().bytes();
    int rowBytes = cache.extent(1) * elementBytes;
    int stride = rows.rowStride() * elementBytes;
    // Columns of a wider matrix end before its last row does.
    ByteBuffer from = rows.widened((count - 1L) * rows.rowStride() + rows.extent(1)).bytes();
    ByteBuffer to = cache.bytes();
    IntBuffer places = call.input(2).ints();
    return () -> {
      for (int row = 0; row < count; row++) {
        to.put(places.get(row) * rowBytes, from, row * stride, rowBytes);
      }
    };
  }
}
