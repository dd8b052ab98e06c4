package dev.dolmetsch.model.engine.nd4j;

import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.OpCall;
import dev.dolmetsch.model.engine.RowSelections;
import dev.dolmetsch.model.engine.SelectedRows;
import dev.dolmetsch.model.engine.Tensor;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.FloatPointer;

/** Linear layers: products by OpenBLAS, bias by rows. */
final class LinearKernels {
  private LinearKernels() {}

  static Kernel forward(OpCall call, Scratch scratch) {
    Tensor weight = call.input(1);
    int n = call.input(0).rows();
    int in = weight.extent(1);
    int out = weight.extent(0);
    FloatPointer x = call.input(0).pointer();
    FloatPointer w = weight.pointer();
    FloatPointer y = call.output(0).pointer();
    if (call.inputs().size() == 2) {
      return () -> Blas.timesTransposed(n, out, in, x, in, w, in, 0f, y, out);
    }
    FloatBuffer bias = call.input(2).floats();
    FloatBuffer rows = call.output(0).floats();
    return () -> {
      float[] b = scratch.floats(0, out);
      bias.get(0, b, 0, out);
      for (int row = 0; row < n; row++) {
        rows.put(row * out, b, 0, out);
      }
      Blas.timesTransposed(n, out, in, x, in, w, in, 1f, y, out);
    };
  }

  /** Some outputs of a layer whose weight does not change. */
  static Kernel selected(OpCall call, RowSelections selections) {
    Tensor weight = call.input(1);
    int n = call.input(0).rows();
    int in = weight.extent(1);
    int out = call.output(0).extent(1);
    SelectedRows rows = selections.of(weight, out);
    FloatPointer x = call.input(0).pointer();
    FloatPointer w = rows.copy().pointer();
    FloatPointer y = call.output(0).pointer();
    IntBuffer ids = call.input(2).ints();
    return () -> {
      rows.select(weight, ids);
      Blas.timesTransposed(n, out, in, x, in, w, in, 0f, y, out);
    };
  }

  static Kernel backward(OpCall call, Scratch scratch) {
    Tensor weight = call.input(2);
    int n = call.input(0).rows();
    int in = weight.extent(1);
    int out = weight.extent(0);
    FloatPointer dy = call.input(0).pointer();
    FloatPointer x = call.input(1).pointer();
    FloatPointer w = weight.pointer();
    FloatPointer dx = call.output(0).pointer();
    FloatPointer dw = call.output(1).pointer();
    Kernel products =
        () -> {
          Blas.times(n, in, out, dy, out, w, in, dx, in);
          Blas.transposedTimes(out, in, n, dy, out, x, in, 0f, dw, in);
        };
    if (call.outputs().size() == 2) {
      return products;
    }
    Tensor gradient = call.input(0);
    FloatBuffer db = call.output(2).floats();
    FloatBuffer rows = gradient.floats();
    return () -> {
      products.run();
      float[] sums = scratch.floats(0, out);
      java.util.Arrays.fill(sums, 0, out, 0f);
      int block = Scratch.rowsPerBlock(out);
      float[] chunk = scratch.floats(1, block * out);
      for (int row = 0; row < n; row += block) {
        int count = Math.min(block, n - row);
        rows.get(row * out, chunk, 0, count * out);
        for (int r = 0; r < count; r++) {
          int from = r * out;
          for (int j = 0; j < out; j++) {
            sums[j] += chunk[from + j];
          }
        }
      }
      db.put(0, sums, 0, out);
    };
  }
}
