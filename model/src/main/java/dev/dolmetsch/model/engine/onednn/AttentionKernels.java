package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.OpCall;
import dev.dolmetsch.model.engine.Tensor;
import dev.dolmetsch.model.engine.onednn.Products.Operand;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Attention's products, of all sentences and heads at once: head h is some columns of the queries,
 * keys and values, read where they are.
 */
final class AttentionKernels {
  private final Products products;

  AttentionKernels(Products products) {
    this.products = products;
  }

  /** Scores of q [B·T, D] and k [B·S, D]: [B, H, T, S]. */
  Kernel scores(OpCall call) {
    Tensor scores = call.output(0);
    return Calls.of(
        products.product(
            heads(call.input(0), scores, 2),
            heads(call.input(1), scores, 3).transposed(),
            null,
            dense(scores),
            PostOps.NONE,
            List.of()));
  }

  /** Scores times a factor, plus 0 or −∞ for what may be seen. */
  Kernel maskedScores(double scale, OpCall call) {
    Tensor scores = call.output(0);
    Operand visible = dense(call.input(2));
    return Calls.of(
        products.product(
            heads(call.input(0), scores, 2),
            heads(call.input(1), scores, 3).transposed(),
            null,
            dense(scores),
            new PostOps(List.of(PostOps.scale(scale), PostOps.add(visible.layout()))),
            List.of(visible)));
  }

  /** dq = scale·ds·k and dk = scale·dsᵀ·q. */
  Kernel scoresBackward(double scale, OpCall call) {
    Tensor gradient = call.input(0);
    PostOps postOps = scale == 1 ? PostOps.NONE : new PostOps(List.of(PostOps.scale(scale)));
    return Calls.of(
        products.product(
            dense(gradient),
            heads(call.input(2), gradient, 3),
            null,
            heads(call.output(0), gradient, 2),
            postOps,
            List.of()),
        products.product(
            dense(gradient).transposed(),
            heads(call.input(1), gradient, 2),
            null,
            heads(call.output(1), gradient, 3),
            postOps,
            List.of()));
  }

  /** Context of weights [B, H, T, S] and v [B·S, D]: [B·T, D]. */
  Kernel context(OpCall call) {
    Tensor weights = call.input(0);
    return Calls.of(
        products.product(
            dense(weights),
            heads(call.input(1), weights, 3),
            null,
            heads(call.output(0), weights, 2),
            PostOps.NONE,
            List.of()));
  }

  /** dw = dc·vᵀ and dv = wᵀ·dc. */
  Kernel contextBackward(OpCall call) {
    Tensor weights = call.input(1);
    Operand gradient = heads(call.input(0), weights, 2);
    return Calls.of(
        products.product(
            gradient,
            heads(call.input(2), weights, 3).transposed(),
            null,
            dense(call.output(0)),
            PostOps.NONE,
            List.of()),
        products.product(
            dense(weights).transposed(),
            gradient,
            null,
            heads(call.output(1), weights, 3),
            PostOps.NONE,
            List.of()));
  }

  /** Rows [B·P, D] as [B, H, P, D/H], P being an extent of the scores. */
  private static Operand heads(Tensor rows, Tensor scores, int axis) {
    long sentences = scores.extent(0);
    long heads = scores.extent(1);
    long positions = scores.extent(axis);
    long width = rows.extent(1) / heads;
    long stride = rows.rowStride();
    return new Operand(
        Layout.of(
            rows.type(),
            new long[] {sentences, heads, positions, width},
            positions * stride,
            width,
            stride,
            1),
        rows.raw());
  }

  private static Operand dense(Tensor tensor) {
    return new Operand(Layout.dense(tensor.type(), tensor.shape()), tensor.raw());
  }

  /** 0 for keys that a query may see and −∞ for the others. */
  static Kernel visibleKeys(boolean causal, OpCall call) {
    Tensor visible = call.output(0);
    int queries = visible.extent(2);
    int keys = visible.extent(3);
    IntBuffer lengths = call.input(0).ints();
    FloatBuffer out = visible.floats();
    return () -> {
      float[] sentence = new float[queries * keys];
      for (int b = 0; b < visible.extent(0); b++) {
        int length = Math.min(keys, lengths.get(b));
        Arrays.fill(sentence, 0f);
        for (int query = 0; query < queries; query++) {
          int end = causal ? Math.min(length, query + 1) : length;
          Arrays.fill(sentence, query * keys + end, (query + 1) * keys, Float.NEGATIVE_INFINITY);
        }
        out.put(b * sentence.length, sentence);
      }
    };
  }
}
