package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.ElementType;
import dev.dolmetsch.model.engine.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.PointerPointer;

/**
 * How oneDNN sees a piece of memory.
 *
 * @param type of its elements
 * @param extents of its axes; {@link #ANY} where a primitive serves every extent
 * @param strides elements from one index of an axis to the next; none where the primitive chooses
 *     the order
 */
record Layout(ElementType type, List<Long> extents, List<Long> strides) {
  /** An extent that is known only when the primitive runs. */
  static final long ANY = dnnl.DNNL_RUNTIME_DIM_VAL;

  /** A weight in whatever order a product reads fastest. */
  static Layout packed(ElementType type, long... extents) {
    return new Layout(type, box(extents), List.of());
  }

  /** Whether the primitive chooses the order of the elements. */
  boolean isPacked() {
    return strides.isEmpty();
  }

  /** Memory without gaps, the last axis's elements next to each other. */
  static Layout dense(ElementType type, long... extents) {
    Long[] strides = new Long[extents.length];
    long stride = 1;
    for (int i = extents.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= extents[i];
    }
    return new Layout(type, box(extents), List.of(strides));
  }

  static Layout of(ElementType type, long[] extents, long... strides) {
    return new Layout(type, box(extents), box(strides));
  }

  /** A tensor as a matrix of rows, with what may lie between them. */
  static Layout rows(Tensor tensor) {
    return rows(tensor, tensor.rows());
  }

  /** The first rows of a tensor, or more than it has where its memory is longer. */
  static Layout rows(Tensor tensor, long rows) {
    return of(tensor.type(), new long[] {rows, tensor.extent(-1)}, tensor.rowStride(), 1);
  }

  /** Two axes exchanged: the last and the one before. */
  Layout transposed() {
    return new Layout(type, swapped(extents), swapped(strides));
  }

  /** With an axis of any extent. */
  Layout any(int axis) {
    List<Long> changed = new ArrayList<>(extents);
    changed.set(axis, ANY);
    return new Layout(type, changed, strides);
  }

  long extent(int axis) {
    return extents.get(axis);
  }

  private static List<Long> swapped(List<Long> values) {
    List<Long> copy = new ArrayList<>(values);
    Collections.swap(copy, copy.size() - 1, copy.size() - 2);
    return copy;
  }

  private static List<Long> box(long[] values) {
    List<Long> boxed = new ArrayList<>(values.length);
    for (long value : values) {
      boxed.add(value);
    }
    return boxed;
  }

  /** A descriptor, to be destroyed by the caller. */
  dnnl_memory_desc descriptor() {
    try (PointerPointer<dnnl_memory_desc> slot = new PointerPointer<>(1)) {
      long[] lengths = unbox(extents);
      OneDnn.check(
          isPacked()
              ? dnnl.dnnl_memory_desc_create_with_tag(
                  slot, lengths.length, lengths, dataType(type), dnnl.dnnl_format_tag_any)
              : dnnl.dnnl_memory_desc_create_with_strides(
                  slot, lengths.length, lengths, dataType(type), unbox(strides)),
          this);
      return new dnnl_memory_desc(slot.get(0));
    }
  }

  static int dataType(ElementType type) {
    return switch (type) {
      case FLOAT32 -> dnnl.dnnl_f32;
      case BFLOAT16 -> dnnl.dnnl_bf16;
      case INT32 -> dnnl.dnnl_s32;
      case INT8 -> dnnl.dnnl_s8;
    };
  }

  private static long[] unbox(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }
}
