package dev.dolmetsch.model.engine.nd4j;

import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.OpCall;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Objects;

/** Label-smoothed cross-entropy over the vocabulary, row by row. */
final class CrossEntropyKernels {
  private CrossEntropyKernels() {}

  static Kernel forward(OpCall call, double smoothing, int paddingId, Scratch scratch) {
    int n = call.input(0).rows();
    int v = call.input(0).extent(-1);
    FloatBuffer logits = call.input(0).floats();
    IntBuffer labels = call.input(1).ints();
    FloatBuffer loss = call.output(0).floats();
    return () -> {
      float[] row = scratch.floats(0, v);
      double total = 0;
      for (int i = 0; i < n; i++) {
        int label = labels.get(i);
        if (label == paddingId) {
          continue;
        }
        logits.get(i * v, row, 0, v);
        double labelLogit = row[Objects.checkIndex(label, v)];
        double meanLogit = smoothing == 0 ? 0 : Sums.sum(row, 0, v) / (double) v;
        float max = Sums.max(row, 0, v);
        scratch.exponential().shifted(row, v, max);
        double logSum = max + Math.log(Sums.sum(row, 0, v));
        // −Σ q·log p with q = (1 − ε)·[label] + ε/V
        total += logSum - (1 - smoothing) * labelLogit - smoothing * meanLogit;
      }
      loss.put(0, (float) total);
    };
  }

  static Kernel backward(OpCall call, double smoothing, int paddingId, Scratch scratch) {
    int n = call.input(1).rows();
    int v = call.input(1).extent(-1);
    FloatBuffer gradient = call.input(0).floats();
    FloatBuffer logits = call.input(1).floats();
    IntBuffer labels = call.input(2).ints();
    FloatBuffer out = call.output(0).floats();
    return () -> {
      float factor = gradient.get(0);
      float spread = (float) (factor * smoothing / v);
      float[] row = scratch.floats(0, v);
      for (int i = 0; i < n; i++) {
        int label = labels.get(i);
        if (label == paddingId) {
          java.util.Arrays.fill(row, 0, v, 0f);
        } else {
          logits.get(i * v, row, 0, v);
          scratch.exponential().shifted(row, v, Sums.max(row, 0, v));
          float scale = factor / Sums.sum(row, 0, v);
          for (int j = 0; j < v; j++) {
            row[j] = row[j] * scale - spread;
          }
          row[Objects.checkIndex(label, v)] -= (float) (factor * (1 - smoothing));
        }
        out.put(i * v, row, 0, v);
      }
    };
  }
}
