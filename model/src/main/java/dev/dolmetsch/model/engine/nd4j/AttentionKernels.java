package dev.dolmetsch.model.engine.nd4j;

import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.OpCall;
import dev.dolmetsch.model.engine.Tensor;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Attention: small products on strided views of the rows, one per sentence and head, and loops over
 * the scores.
 */
final class AttentionKernels {
  private AttentionKernels() {}

  /** One product of a head: positions of the pointers and the work to do. */
  @FunctionalInterface
  private interface HeadProduct {
    void run(long queryRows, long keyRows, long scores);
  }

  /** Calls a product for every sentence and head of scores [B, H, T, S]. */
  private static void forEachHead(Tensor scores, int width, HeadProduct product) {
    int heads = scores.extent(1);
    long t = scores.extent(2);
    long s = scores.extent(3);
    int headWidth = width / heads;
    for (int b = 0; b < scores.extent(0); b++) {
      for (int h = 0; h < heads; h++) {
        long column = (long) h * headWidth;
        product.run(b * t * width + column, b * s * width + column, ((long) b * heads + h) * t * s);
      }
    }
  }

  static Kernel scores(OpCall call) {
    Tensor scores = call.output(0);
    int d = call.input(0).extent(1);
    int t = scores.extent(2);
    int s = scores.extent(3);
    int dh = d / scores.extent(1);
    FloatPointer q = call.input(0).pointer();
    FloatPointer k = call.input(1).pointer();
    FloatPointer out = scores.pointer();
    Base qb = new Base(q);
    Base kb = new Base(k);
    Base ob = new Base(out);
    return () ->
        forEachHead(
            scores,
            d,
            (qi, ki, si) ->
                Blas.timesTransposed(t, s, dh, qb.at(qi), d, kb.at(ki), d, 0f, ob.at(si), s));
  }

  static Kernel scoresBackward(OpCall call) {
    Tensor gradient = call.input(0);
    int d = call.input(1).extent(1);
    int t = gradient.extent(2);
    int s = gradient.extent(3);
    int dh = d / gradient.extent(1);
    Base ds = new Base(gradient.pointer());
    Base q = new Base(call.input(1).pointer());
    Base k = new Base(call.input(2).pointer());
    Base dq = new Base(call.output(0).pointer());
    Base dk = new Base(call.output(1).pointer());
    return () ->
        forEachHead(
            gradient,
            d,
            (qi, ki, si) -> {
              Blas.times(t, dh, s, ds.at(si), s, k.at(ki), d, dq.at(qi), d);
              Blas.transposedTimes(s, dh, t, ds.at(si), s, q.at(qi), d, 0f, dk.at(ki), d);
            });
  }

  static Kernel context(OpCall call) {
    Tensor weights = call.input(0);
    int d = call.input(1).extent(1);
    int t = weights.extent(2);
    int s = weights.extent(3);
    int dh = d / weights.extent(1);
    Base w = new Base(weights.pointer());
    Base v = new Base(call.input(1).pointer());
    Base c = new Base(call.output(0).pointer());
    return () ->
        forEachHead(
            weights,
            d,
            (ci, vi, wi) -> Blas.times(t, dh, s, w.at(wi), s, v.at(vi), d, c.at(ci), d));
  }

  static Kernel contextBackward(OpCall call) {
    Tensor weights = call.input(1);
    int d = call.input(2).extent(1);
    int t = weights.extent(2);
    int s = weights.extent(3);
    int dh = d / weights.extent(1);
    Base dc = new Base(call.input(0).pointer());
    Base w = new Base(weights.pointer());
    Base v = new Base(call.input(2).pointer());
    Base dw = new Base(call.output(0).pointer());
    Base dv = new Base(call.output(1).pointer());
    return () ->
        forEachHead(
            weights,
            d,
            (ci, vi, wi) -> {
              Blas.timesTransposed(t, s, dh, dc.at(ci), d, v.at(vi), d, 0f, dw.at(wi), s);
              Blas.transposedTimes(s, dh, t, w.at(wi), s, dc.at(ci), d, 0f, dv.at(vi), d);
            });
  }

  static Kernel scaleAndBias(OpCall call, float scale, Scratch scratch) {
    Tensor scores = call.input(0);
    int heads = scores.extent(1);
    int size = scores.extent(2) * scores.extent(3);
    FloatBuffer in = scores.floats();
    FloatBuffer biases = call.input(1).floats();
    FloatBuffer out = call.output(0).floats();
    return () -> {
      float[] head = scratch.floats(0, size);
      float[] bias = scratch.floats(1, size);
      for (int bh = 0; bh < scores.extent(0) * heads; bh++) {
        if (bh % heads == 0) {
          biases.get(bh / heads * size, bias, 0, size);
        }
        in.get(bh * size, head, 0, size);
        for (int i = 0; i < size; i++) {
          head[i] = head[i] * scale + bias[i];
        }
        out.put(bh * size, head, 0, size);
      }
    };
  }

  static Kernel scaleAndMask(OpCall call, float scale, boolean causal, Scratch scratch) {
    return masked(call, scale, causal, Float.NEGATIVE_INFINITY, scratch);
  }

  static Kernel scaleAndMaskBackward(OpCall call, float scale, boolean causal, Scratch scratch) {
    return masked(call, scale, causal, 0f, scratch);
  }

  /** Scales what a query may see and overwrites the rest. */
  private static Kernel masked(
      OpCall call, float scale, boolean causal, float hidden, Scratch scratch) {
    Tensor scores = call.input(0);
    int heads = scores.extent(1);
    int t = scores.extent(2);
    int s = scores.extent(3);
    FloatBuffer in = scores.floats();
    IntBuffer lengths = call.input(1).ints();
    FloatBuffer out = call.output(0).floats();
    return () -> {
      float[] head = scratch.floats(0, t * s);
      for (int bh = 0; bh < scores.extent(0) * heads; bh++) {
        int visible = Math.min(s, lengths.get(bh / heads));
        in.get(bh * t * s, head, 0, t * s);
        for (int query = 0; query < t; query++) {
          int from = query * s;
          int end = causal ? Math.min(visible, query + 1) : visible;
          for (int i = from; i < from + end; i++) {
            head[i] *= scale;
          }
          java.util.Arrays.fill(head, from + end, from + s, hidden);
        }
        out.put(bh * t * s, head, 0, t * s);
      }
    };
  }

  static Kernel softmax(OpCall call, Scratch scratch) {
    int n = call.input(0).rows();
    int s = call.input(0).extent(-1);
    FloatBuffer in = call.input(0).floats();
    FloatBuffer out = call.output(0).floats();
    return () -> {
      int block = Scratch.rowsPerBlock(s);
      float[] rows = scratch.floats(0, block * s);
      for (int row = 0; row < n; row += block) {
        int count = Math.min(block, n - row);
        in.get(row * s, rows, 0, count * s);
        for (int from = 0; from < count * s; from += s) {
          float max = Sums.max(rows, from, s);
          for (int i = from; i < from + s; i++) {
            rows[i] -= max;
          }
        }
        scratch.exponential().shifted(rows, count * s, 0f);
        for (int from = 0; from < count * s; from += s) {
          float factor = 1 / Sums.sum(rows, from, s);
          for (int i = from; i < from + s; i++) {
            rows[i] *= factor;
          }
        }
        out.put(row * s, rows, 0, count * s);
      }
    };
  }

  static Kernel softmaxBackward(OpCall call, Scratch scratch) {
    int n = call.input(0).rows();
    int s = call.input(0).extent(-1);
    FloatBuffer gradient = call.input(0).floats();
    FloatBuffer weights = call.input(1).floats();
    FloatBuffer out = call.output(0).floats();
    return () -> {
      int block = Scratch.rowsPerBlock(s);
      float[] dy = scratch.floats(0, block * s);
      float[] y = scratch.floats(1, block * s);
      for (int row = 0; row < n; row += block) {
        int count = Math.min(block, n - row);
        gradient.get(row * s, dy, 0, count * s);
        weights.get(row * s, y, 0, count * s);
        for (int from = 0; from < count * s; from += s) {
          float dot = Sums.dot(dy, from, y, from, s);
          for (int i = from; i < from + s; i++) {
            dy[i] = y[i] * (dy[i] - dot);
          }
        }
        out.put(row * s, dy, 0, count * s);
      }
    };
  }

  /** A pointer that is moved about relative to where it started. */
  private static final class Base {
    private final FloatPointer pointer;
    private final long start;

    Base(FloatPointer pointer) {
      this.pointer = pointer;
      this.start = pointer.position();
    }

    FloatPointer at(long element) {
      return pointer.position(start + element);
    }
  }
}
