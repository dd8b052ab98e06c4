package dev.dolmetsch.model.engine.nd4j;

import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.OpCall;
import dev.dolmetsch.model.engine.Tensor;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** Embedding rows, position codes and the decoder's cache: copies of rows. */
final class EmbeddingKernels {
  private EmbeddingKernels() {}

  static Kernel lookUp(OpCall call, float scale, Scratch scratch) {
    int d = call.input(0).extent(1);
    int n = call.input(1).length();
    FloatBuffer table = call.input(0).floats();
    IntBuffer ids = call.input(1).ints();
    FloatBuffer out = call.output(0).floats();
    return () -> {
      float[] row = scratch.floats(0, d);
      for (int i = 0; i < n; i++) {
        table.get(ids.get(i) * d, row, 0, d);
        for (int j = 0; j < d; j++) {
          row[j] *= scale;
        }
        out.put(i * d, row, 0, d);
      }
    };
  }

  static Kernel scatterAdd(OpCall call, float scale, Scratch scratch) {
    Tensor result = call.output(0);
    int d = result.extent(1);
    int n = call.input(2).length();
    FloatBuffer gradient = call.input(0).floats();
    IntBuffer ids = call.input(2).ints();
    FloatBuffer out = result.floats();
    return () -> {
      result.clear();
      float[] row = scratch.floats(0, d);
      float[] sum = scratch.floats(1, d);
      for (int i = 0; i < n; i++) {
        int at = ids.get(i) * d;
        gradient.get(i * d, row, 0, d);
        out.get(at, sum, 0, d);
        for (int j = 0; j < d; j++) {
          sum[j] += scale * row[j];
        }
        out.put(at, sum, 0, d);
      }
    };
  }

  static Kernel addPositions(OpCall call, SinusoidTable table, Scratch scratch) {
    int d = call.input(0).extent(1);
    int n = call.input(0).rows();
    FloatBuffer x = call.input(0).floats();
    IntBuffer positions = call.input(1).ints();
    FloatBuffer out = call.output(0).floats();
    return () -> {
      float[] row = scratch.floats(0, d);
      for (int i = 0; i < n; i++) {
        float[] code = table.row(positions.get(i));
        x.get(i * d, row, 0, d);
        for (int j = 0; j < d; j++) {
          row[j] += code[j];
        }
        out.put(i * d, row, 0, d);
      }
    };
  }

  static Kernel cacheWrite(OpCall call, Scratch scratch) {
    int d = call.input(1).extent(1);
    int n = call.input(1).rows();
    FloatBuffer rows = call.input(1).floats();
    IntBuffer places = call.input(2).ints();
    FloatBuffer cache = call.output(0).floats();
    return () -> {
      float[] row = scratch.floats(0, d);
      for (int i = 0; i < n; i++) {
        rows.get(i * d, row, 0, d);
        cache.put(places.get(i) * d, row, 0, d);
      }
    };
  }
}
