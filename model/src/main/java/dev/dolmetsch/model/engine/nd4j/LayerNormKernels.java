package dev.dolmetsch.model.engine.nd4j;

import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.OpCall;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Layer normalisation by rows; statistics are recomputed in the backward pass, not kept. */
final class LayerNormKernels {
  private LayerNormKernels() {}

  static Kernel forward(OpCall call, float epsilon, Scratch scratch) {
    int n = call.input(0).rows();
    int d = call.input(0).extent(-1);
    FloatBuffer x = call.input(0).floats();
    FloatBuffer gain = call.input(1).floats();
    FloatBuffer bias = call.input(2).floats();
    FloatBuffer y = call.output(0).floats();
    return () -> {
      float[] g = scratch.floats(0, d);
      float[] b = scratch.floats(1, d);
      gain.get(0, g, 0, d);
      bias.get(0, b, 0, d);
      int block = Scratch.rowsPerBlock(d);
      float[] rows = scratch.floats(2, block * d);
      for (int row = 0; row < n; row += block) {
        int count = Math.min(block, n - row);
        x.get(row * d, rows, 0, count * d);
        for (int from = 0; from < count * d; from += d) {
          float scale = normalise(rows, from, d, epsilon);
          for (int j = 0; j < d; j++) {
            rows[from + j] = rows[from + j] * scale * g[j] + b[j];
          }
        }
        y.put(row * d, rows, 0, count * d);
      }
    };
  }

  static Kernel backward(OpCall call, float epsilon, Scratch scratch) {
    int n = call.input(1).rows();
    int d = call.input(1).extent(-1);
    FloatBuffer dy = call.input(0).floats();
    FloatBuffer x = call.input(1).floats();
    FloatBuffer gain = call.input(2).floats();
    FloatBuffer dx = call.output(0).floats();
    FloatBuffer dgain = call.output(1).floats();
    FloatBuffer dbias = call.output(2).floats();
    return () -> {
      float[] g = scratch.floats(0, d);
      gain.get(0, g, 0, d);
      float[] dg = scratch.floats(1, d);
      float[] db = scratch.floats(2, d);
      Arrays.fill(dg, 0, d, 0f);
      Arrays.fill(db, 0, d, 0f);
      int block = Scratch.rowsPerBlock(d);
      float[] xs = scratch.floats(3, block * d);
      float[] dys = scratch.floats(4, block * d);
      for (int row = 0; row < n; row += block) {
        int count = Math.min(block, n - row);
        x.get(row * d, xs, 0, count * d);
        dy.get(row * d, dys, 0, count * d);
        for (int from = 0; from < count * d; from += d) {
          float scale = normalise(xs, from, d, epsilon);
          for (int j = 0; j < d; j++) {
            float normalised = xs[from + j] * scale;
            float gradient = dys[from + j];
            xs[from + j] = normalised;
            dg[j] += gradient * normalised;
            db[j] += gradient;
            dys[from + j] = gradient * g[j];
          }
          float mean = Sums.sum(dys, from, d) / d;
          float meanDot = Sums.dot(dys, from, xs, from, d) / d;
          for (int j = 0; j < d; j++) {
            dys[from + j] = (dys[from + j] - mean - xs[from + j] * meanDot) * scale;
          }
        }
        dx.put(row * d, dys, 0, count * d);
      }
      dgain.put(0, dg, 0, d);
      dbias.put(0, db, 0, d);
    };
  }

  /** Subtracts the mean from a row and returns 1/√(variance + ε). */
  private static float normalise(float[] rows, int from, int d, float epsilon) {
    float mean = Sums.sum(rows, from, d) / d;
    for (int j = 0; j < d; j++) {
      rows[from + j] -= mean;
    }
    float variance = Sums.dot(rows, from, rows, from, d) / d;
    return (float) (1 / Math.sqrt(variance + epsilon));
  }
}
