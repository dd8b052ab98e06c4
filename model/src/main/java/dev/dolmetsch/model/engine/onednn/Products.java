package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.ElementType;
import dev.dolmetsch.model.engine.Int8Weights.Linear;
import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** Matrix products, also of many matrices at once. */
final class Products {
  private final Primitives primitives;

  Products(Primitives primitives) {
    this.primitives = primitives;
  }

  /**
   * Memory that a product reads or writes.
   *
   * @param layout [M, K], say, or [B, H, M, K]
   * @param pointer its first element
   */
  record Operand(Layout layout, Pointer pointer) {
    /** Part of a matrix. */
    Operand part(long row, long rows, long column, long columns) {
      long element = row * layout.strides().get(0) + column * layout.strides().get(1);
      return new Operand(
          Layout.of(
              layout.type(),
              new long[] {rows, columns},
              layout.strides().get(0),
              layout.strides().get(1)),
          Memory.at(pointer, element * layout.type().bytes()));
    }

    /** Some of many matrices. */
    Operand batch(long first, long count) {
      List<Long> extents = new ArrayList<>(layout.extents());
      extents.set(0, count);
      return new Operand(
          new Layout(layout.type(), extents, layout.strides()),
          Memory.at(pointer, first * layout.strides().get(0) * layout.type().bytes()));
    }

    Operand transposed() {
      return new Operand(layout.transposed(), pointer);
    }
  }

  /** What a product runs on, in its signature's order. */
  private static Pointer[] pointers(
      Operand a, Operand b, @Nullable Operand bias, Operand c, List<Operand> others) {
    List<Pointer> all = new ArrayList<>(List.of(a.pointer, b.pointer));
    if (bias != null) {
      all.add(bias.pointer);
    }
    all.add(c.pointer);
    others.forEach(other -> all.add(other.pointer));
    return all.toArray(Pointer[]::new);
  }

  /** c = a·b [+ bias], then post-operations, whose second arguments are {@code others}. */
  Kernel product(
      Operand a,
      Operand b,
      @Nullable Operand bias,
      Operand c,
      PostOps postOps,
      List<Operand> others) {
    if (Gemm.serves(a, b, bias, c, postOps)) {
      return Gemm.product(primitives, a, b, bias, c, postOps, others);
    }
    List<Primitive.Argument> signature =
        signature(a.layout, b.layout, bias == null ? null : bias.layout, c.layout);
    Primitive primitive = primitives.get("product", signature, postOps, factory(bias != null));
    return new Call(primitive, pointers(a, b, bias, c, others));
  }

  /**
   * c = a·b [+ bias] of a weight b that never changes, in the order that is the fastest.
   *
   * @param weight float32 [O, I], so that b is [I, O]
   */
  Call packedProduct(
      Operand a,
      Tensor weight,
      PackedWeights packed,
      @Nullable Operand bias,
      Operand c,
      PostOps postOps,
      List<Operand> others) {
    Layout any = Layout.packed(a.layout.type(), weight.extent(1), weight.extent(0));
    Primitive primitive =
        primitives.get(
            "product",
            signature(a.layout, any, bias == null ? null : bias.layout, c.layout),
            postOps,
            factory(bias != null));
    dnnl_memory_desc order = primitive.weightOrder();
    Operand b = new Operand(any, packed.get(weight, order, primitives));
    dnnl.dnnl_memory_desc_destroy(order);
    return new Call(primitive, pointers(a, b, bias, c, others));
  }

  /**
   * A layer with quantised weights.
   *
   * @param weight float32 [O, I], which they stand for
   * @param outputScale float32 [1] of what is written in int8; null if that is of another type
   */
  record QuantisedLayer(Tensor weight, Linear int8, @Nullable Tensor outputScale) {
    /** The layer's scales, as a product takes them. */
    private List<PostOps.Scales> scales() {
      List<PostOps.Scales> scales = new ArrayList<>();
      scales.add(new PostOps.Scales(dnnl.DNNL_ARG_SRC, 1));
      scales.add(new PostOps.Scales(dnnl.DNNL_ARG_WEIGHTS, weight.extent(0)));
      if (outputScale != null) {
        scales.add(new PostOps.Scales(dnnl.DNNL_ARG_DST, 1));
      }
      return scales;
    }

    private List<Operand> factors() {
      List<Operand> factors = new ArrayList<>();
      factors.add(factor(int8.inputScale()));
      factors.add(factor(int8.rowScales()));
      if (outputScale != null) {
        factors.add(factor(outputScale));
      }
      return factors;
    }

    private static Operand factor(Tensor vector) {
      return new Operand(Layout.dense(vector.type(), vector.length()), vector.raw());
    }
  }

  /**
   * The same with numbers in int8: a is quantised first, by a scale that is known, unless it is in
   * int8 already.
   *
   * @param a of any type; is copied to {@code quantised}, unless it is in int8
   * @param quantised memory that nothing else uses while a kernel runs
   */
  Kernel int8Product(
      Operand a,
      QuantisedLayer layer,
      PackedWeights packed,
      Scratchpad quantised,
      @Nullable Operand bias,
      Operand c,
      List<PostOps.Step> steps,
      List<Operand> others) {
    Tensor weight = layer.weight;
    Layout rows = Layout.dense(ElementType.INT8, a.layout.extent(0), a.layout.extent(1));
    Layout any = Layout.packed(ElementType.INT8, weight.extent(1), weight.extent(0));
    Primitive primitive =
        primitives.get(
            "product",
            signature(rows, any, bias == null ? null : bias.layout, c.layout),
            new PostOps(steps, layer.scales()),
            factory(bias != null));
    dnnl_memory_desc order = primitive.weightOrder();
    Operand b = new Operand(any, packed.get(weight, order, primitives));
    dnnl.dnnl_memory_desc_destroy(order);
    List<Operand> all = new ArrayList<>(others);
    all.addAll(layer.factors());
    Pointer[] pointers = pointers(a, b, bias, c, all);
    if (a.layout.type() == ElementType.INT8) {
      return new Call(primitive, pointers);
    }
    quantised.require(rows.extent(0) * rows.extent(1));
    Primitive quantise =
        RowKernels.convert(
            primitives,
            a.layout,
            rows,
            new PostOps(List.of(), List.of(new PostOps.Scales(dnnl.DNNL_ARG_DST, 1))));
    Pointer inputScale = layer.int8.inputScale().raw();
    return new Kernel() {
      @Override
      public void run() {
        // The memory may have grown for another product since.
        pointers[0] = quantised.pointer();
        quantise.run(a.pointer, pointers[0], inputScale);
        primitive.run(pointers);
      }

      @Override
      public void close() {
        quantise.release();
        primitive.release();
      }
    };
  }

  /**
   * The same of matrices, by one primitive for any number of rows of a and c.
   *
   * @param postOps without second arguments, which oneDNN does not take then
   */
  Kernel rowsProduct(Operand a, Operand b, @Nullable Operand bias, Operand c, PostOps postOps) {
    if (Gemm.serves(a, b, bias, c, postOps)) {
      return Gemm.product(primitives, a, b, bias, c, postOps, List.of());
    }
    Layout biasLayout = bias == null ? null : bias.layout;
    Primitive primitive =
        primitives.get(
            "product",
            signature(a.layout.any(0), b.layout, biasLayout, c.layout.any(0)),
            signature(a.layout, b.layout, biasLayout, c.layout),
            postOps,
            factory(bias != null));
    return new Call(primitive, pointers(a, b, bias, c, List.of()));
  }

  private static List<Primitive.Argument> signature(
      Layout a, Layout b, @Nullable Layout bias, Layout c) {
    List<Primitive.Argument> signature = new ArrayList<>();
    signature.add(new Primitive.Argument(dnnl.DNNL_ARG_SRC, a));
    signature.add(new Primitive.Argument(dnnl.DNNL_ARG_WEIGHTS, b));
    if (bias != null) {
      signature.add(new Primitive.Argument(dnnl.DNNL_ARG_BIAS, bias));
    }
    signature.add(new Primitive.Argument(dnnl.DNNL_ARG_DST, c));
    return signature;
  }

  private static Primitives.DescriptorFactory factory(boolean bias) {
    return (slot, layouts, attributes) -> create(slot, layouts, bias, attributes);
  }

  @SuppressWarnings("NullAway") // oneDNN takes no bias for null.
  private static int create(
      PointerPointer<dnnl_primitive_desc> slot,
      List<dnnl_memory_desc> layouts,
      boolean bias,
      dnnl_primitive_attr attributes) {
    return dnnl.dnnl_matmul_primitive_desc_create(
        slot,
        OneDnn.engine(),
        layouts.get(0),
        layouts.get(1),
        bias ? layouts.get(2) : null,
        layouts.get(layouts.size() - 1),
        attributes);
  }
}
