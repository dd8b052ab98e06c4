package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.ElementType;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.PointerPointer;

/**
 * What a primitive does to its result before it writes it, in order, and what it multiplies its
 * arguments by.
 *
 * @param steps the operations
 * @param scales of arguments that are quantised
 */
record PostOps(List<Step> steps, List<Scales> scales) {
  static final PostOps NONE = new PostOps(List.of());

  /** One operation on the result. */
  sealed interface Step {}

  /** alpha·x + beta, max(x, 0), …: one of oneDNN's element-wise functions. */
  record Elementwise(int algorithm, float alpha, float beta) implements Step {}

  /** x op y, y an argument of its own. */
  record Binary(int algorithm, Layout other) implements Step {}

  /** x + what stood there. */
  record Sum() implements Step {}

  /**
   * Factors that are passed when the primitive runs, after the operations' arguments: an argument's
   * numbers times them are what it stands for.
   *
   * @param argument oneDNN's number for it
   * @param count 1, or the extent of a matrix's columns, each of which has a factor then
   */
  record Scales(int argument, int count) {
    private int mask() {
      return count == 1 ? 0 : 1 << 1;
    }
  }

  PostOps {
    steps = List.copyOf(steps);
    scales = List.copyOf(scales);
  }

  PostOps(List<Step> steps) {
    this(steps, List.of());
  }

  static Step scale(double factor) {
    return new Elementwise(dnnl.dnnl_eltwise_linear, (float) factor, 0f);
  }

  static Step multiply(Layout other) {
    return new Binary(dnnl.dnnl_binary_mul, other);
  }

  static Step add(Layout other) {
    return new Binary(dnnl.dnnl_binary_add, other);
  }

  /** The arguments that the operations need, in order. */
  List<Primitive.Argument> arguments() {
    List<Primitive.Argument> arguments = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof Binary binary) {
        int index = dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (i + 1) | dnnl.DNNL_ARG_SRC_1;
        arguments.add(new Primitive.Argument(index, binary.other));
      }
    }
    for (Scales factors : scales) {
      arguments.add(
          new Primitive.Argument(
              dnnl.DNNL_ARG_ATTR_SCALES | factors.argument,
              Layout.dense(ElementType.FLOAT32, factors.count)));
    }
    return arguments;
  }

  /** Attributes, to be destroyed by the caller; the primitive is given its {@link Scratchpad}. */
  dnnl_primitive_attr attributes() {
    try (PointerPointer<dnnl_primitive_attr> slot = new PointerPointer<>(1);
        PointerPointer<dnnl_post_ops> chain = new PointerPointer<>(1)) {
      OneDnn.check(dnnl.dnnl_primitive_attr_create(slot), "attributes");
      dnnl_primitive_attr attributes = new dnnl_primitive_attr(slot.get(0));
      OneDnn.check(dnnl.dnnl_post_ops_create(chain), "post-operations");
      dnnl_post_ops operations = new dnnl_post_ops(chain.get(0));
      for (Step step : steps) {
        append(operations, step);
      }
      OneDnn.check(
          dnnl.dnnl_primitive_attr_set_post_ops(attributes, operations), "post-operations");
      dnnl.dnnl_post_ops_destroy(operations);
      for (Scales factors : scales) {
        OneDnn.check(
            dnnl.dnnl_primitive_attr_set_scales_mask(attributes, factors.argument, factors.mask()),
            "scales");
      }
      OneDnn.check(
          dnnl.dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl.dnnl_scratchpad_mode_user),
          "a scratchpad's mode");
      return attributes;
    }
  }

  private static void append(dnnl_post_ops operations, Step step) {
    if (step instanceof Elementwise function) {
      OneDnn.check(
          dnnl.dnnl_post_ops_append_eltwise(
              operations, function.algorithm, function.alpha, function.beta),
          "a function");
    } else if (step instanceof Binary binary) {
      dnnl_memory_desc descriptor = binary.other.descriptor();
      OneDnn.check(
          dnnl.dnnl_post_ops_append_binary(operations, binary.algorithm, descriptor),
          "a second argument");
      dnnl.dnnl_memory_desc_destroy(descriptor);
    } else {
      OneDnn.check(
          dnnl.dnnl_post_ops_append_sum(operations, 1f, 0, dnnl.dnnl_data_type_undef), "a sum");
    }
  }
}
