package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.OpCall;
import dev.dolmetsch.model.engine.Tensor;
import dev.dolmetsch.model.engine.onednn.Products.Operand;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Attention's products, of some sentences and all their heads at once: head h is some columns of
 * the queries, keys and values, read where they are.
 */
final class AttentionKernels {
  /** Positions that the lengths of sentences are rounded up to: AMX computes 16 at a time. */
  static final int BUCKET = 16;

  // Sentences that one product serves, so that there are few shapes: a primitive of a product takes
  // hundreds of KB and 2 ms to make. No multiples of 16, for which some layouts look exchanged
  // (below).
  private static final int LARGE_GROUP = 24;
  private static final int SMALL_GROUP = 8;

  /**
   * What the inner variables of a large group may take: most of the second cache of a core with
   * AMX, 2 MiB. Where caches are smaller, they are read from the third, as they were without
   * groups.
   */
  private static final long CACHE_BYTES = 1600 << 10;

  /** What those of a small group may take: beyond it each sentence is large enough alone. */
  private static final long SMALL_GROUP_BYTES = 64 << 20;

  private final Products products;
  private final boolean fewShapes;

  AttentionKernels(Products products, boolean fewShapes) {
    this.products = products;
    this.fewShapes = fewShapes;
  }

  /** Scores of q [B·T, D] and k [B·S, D]: [B, H, T, S]. */
  Kernel scores(OpCall call) {
    Tensor scores = call.output(0);
    return Calls.all(
        product(
            heads(call.input(0), scores, 2),
            heads(call.input(1), scores, 3).transposed(),
            dense(scores),
            1,
            null));
  }

  /** Scores times a factor, plus 0 or −∞ for what may be seen. */
  Kernel maskedScores(double scale, OpCall call) {
    Tensor scores = call.output(0);
    return Calls.all(
        product(
            heads(call.input(0), scores, 2),
            heads(call.input(1), scores, 3).transposed(),
            dense(scores),
            scale,
            dense(call.input(2))));
  }

  /** dq = scale·ds·k and dk = scale·dsᵀ·q. */
  Kernel scoresBackward(double scale, OpCall call) {
    Tensor gradient = call.input(0);
    List<Kernel> calls = new ArrayList<>();
    calls.addAll(
        product(
            dense(gradient),
            heads(call.input(2), gradient, 3),
            heads(call.output(0), gradient, 2),
            scale,
            null));
    calls.addAll(
        product(
            dense(gradient).transposed(),
            heads(call.input(1), gradient, 2),
            heads(call.output(1), gradient, 3),
            scale,
            null));
    return Calls.all(calls);
  }

  /** Context of weights [B, H, T, S] and v [B·S, D]: [B·T, D]. */
  Kernel context(OpCall call) {
    Tensor weights = call.input(0);
    return Calls.all(
        product(
            dense(weights),
            heads(call.input(1), weights, 3),
            heads(call.output(0), weights, 2),
            1,
            null));
  }

  /** dw = dc·vᵀ and dv = wᵀ·dc. */
  Kernel contextBackward(OpCall call) {
    Tensor weights = call.input(1);
    Operand gradient = heads(call.input(0), weights, 2);
    List<Kernel> calls = new ArrayList<>();
    calls.addAll(
        product(
            gradient,
            heads(call.input(2), weights, 3).transposed(),
            dense(call.output(0)),
            1,
            null));
    calls.addAll(
        product(dense(weights).transposed(), gradient, heads(call.output(1), weights, 3), 1, null));
    return Calls.all(calls);
  }

  /** scale·a·b + added, of all sentences and heads. */
  private List<Kernel> product(
      Operand a, Operand b, Operand c, double scale, @Nullable Operand added) {
    long sentences = c.layout().extent(0);
    List<Group> groups = groups((int) sentences, 0);
    if ((fewShapes || groups.size() == 1)
        && Stream.of(a, b, c).noneMatch(AttentionKernels::looksExchanged)) {
      return List.of(products(a, b, c, scale, added));
    }
    List<Kernel> calls = new ArrayList<>();
    for (Group group : groups) {
      Operand partA = a.batch(group.first, group.count);
      Operand partB = b.batch(group.first, group.count);
      Operand partC = c.batch(group.first, group.count);
      Operand partAdded = added == null ? null : added.batch(group.first, group.count);
      if (Stream.of(partA, partB, partC).noneMatch(AttentionKernels::looksExchanged)) {
        calls.add(products(partA, partB, partC, scale, partAdded));
        continue;
      }
      for (long i = 0; i < group.count; i++) {
        calls.add(
            products(
                partA.batch(i, 1),
                partB.batch(i, 1),
                partC.batch(i, 1),
                scale,
                partAdded == null ? null : partAdded.batch(i, 1)));
      }
    }
    return calls;
  }

  /** Some sentences of a batch. */
  record Group(int first, int count) {}

  /**
   * Divides a batch: large groups where their variables fit the cache, small ones else and for what
   * is left over, single sentences where there are fewer than a small group or each is huge. The
   * last group may begin within the one before it, to be as large as groups are.
   *
   * @param bytes that each sentence needs in the cache
   * @return groups that cover all sentences, in order, the largest first
   */
  static List<Group> groups(int sentences, long bytes) {
    boolean large = LARGE_GROUP * bytes <= CACHE_BYTES;
    boolean small = sentences >= SMALL_GROUP && SMALL_GROUP * bytes <= SMALL_GROUP_BYTES;
    List<Group> groups = new ArrayList<>();
    int next = 0;
    while (next < sentences) {
      int count = 1;
      if (large && sentences - next >= LARGE_GROUP) {
        count = LARGE_GROUP;
      } else if (small) {
        count = SMALL_GROUP;
      }
      groups.add(new Group(Math.min(next, sentences - count), count));
      next += count;
    }
    return groups;
  }

  private Kernel products(Operand a, Operand b, Operand c, double scale, @Nullable Operand added) {
    List<PostOps.Step> steps = new ArrayList<>();
    if (scale != 1) {
      steps.add(PostOps.scale(scale));
    }
    if (added != null) {
      steps.add(PostOps.add(added.layout()));
    }
    return products.product(
        a, b, null, c, new PostOps(steps), added == null ? List.of() : List.of(added));
  }

  /**
   * Whether oneDNN 3.11 would take columns of a wider matrix for a matrix whose axes are exchanged:
   * it does where a sentence is as many elements long as the product of B, H and D/H, and then
   * computes something else. 78 sentences of 26 positions, 256 columns of 768, are such a case.
   */
  private static boolean looksExchanged(Operand operand) {
    List<Long> extents = operand.layout().extents();
    List<Long> strides = operand.layout().strides();
    long inner = strides.get(3) == 1 ? extents.get(3) : extents.get(2);
    return extents.get(0) > 1 && strides.get(0) == extents.get(0) * extents.get(1) * inner;
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
