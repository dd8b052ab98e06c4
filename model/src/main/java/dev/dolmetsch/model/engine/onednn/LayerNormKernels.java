package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.ElementType;
import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.OpCall;
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

/** Layer normalisation of rows, with the statistics that its gradient needs. */
final class LayerNormKernels {
  private static final int NORM_FLAGS = dnnl.dnnl_use_scale | dnnl.dnnl_use_shift;

  private final Primitives primitives;

  LayerNormKernels(Primitives primitives) {
    this.primitives = primitives;
  }

  /** x, gain, bias → y, mean, variance; or x, gain, bias, scale → y in int8. */
  Kernel forward(double epsilon, OpCall call) {
    boolean quantised = call.output(0).type() == ElementType.INT8;
    List<Primitive.Argument> signature = new ArrayList<>();
    List<Tensor> memory = new ArrayList<>(call.inputs().subList(0, 3));
    signature.add(RowKernels.argument(dnnl.DNNL_ARG_SRC, Layout.rows(call.input(0))));
    signature.add(RowKernels.argument(dnnl.DNNL_ARG_SCALE, vector(call.input(1))));
    signature.add(RowKernels.argument(dnnl.DNNL_ARG_SHIFT, vector(call.input(2))));
    signature.add(RowKernels.argument(dnnl.DNNL_ARG_DST, Layout.rows(call.output(0))));
    memory.add(call.output(0));
    if (quantised) {
      memory.add(call.input(3));
    } else {
      signature.add(RowKernels.argument(dnnl.DNNL_ARG_MEAN, vector(call.output(1))));
      signature.add(RowKernels.argument(dnnl.DNNL_ARG_VARIANCE, vector(call.output(2))));
      memory.add(call.output(1));
      memory.add(call.output(2));
    }
    Primitive primitive =
        primitives.get(
            "layer_norm " + epsilon,
            signature,
            quantised
                ? new PostOps(List.of(), List.of(new PostOps.Scales(dnnl.DNNL_ARG_DST, 1)))
                : PostOps.NONE,
            (slot, layouts, attributes) ->
                createForward(
                    slot,
                    layouts.get(0),
                    layouts.get(3),
                    quantised ? null : layouts.get(4),
                    epsilon,
                    attributes));
    return Calls.of(new Call(primitive, memory.stream().map(Tensor::raw).toArray(Pointer[]::new)));
  }

  /**
   * Describes a forward norm.
   *
   * @param statistics for what a gradient needs; null if there is to be none
   */
  @SuppressWarnings("NullAway") // oneDNN takes no statistics for null.
  private static int createForward(
      PointerPointer<dnnl_primitive_desc> slot,
      dnnl_memory_desc x,
      dnnl_memory_desc y,
      @Nullable dnnl_memory_desc statistics,
      double epsilon,
      dnnl_primitive_attr attributes) {
    return dnnl.dnnl_layer_normalization_forward_primitive_desc_create(
        slot,
        OneDnn.engine(),
        statistics == null ? dnnl.dnnl_forward_inference : dnnl.dnnl_forward_training,
        x,
        y,
        statistics,
        (float) epsilon,
        NORM_FLAGS,
        attributes);
  }

  /** dy, x, gain, mean, variance → dx, dgain, dbias. */
  Kernel backward(double epsilon, OpCall call) {
    return Calls.of(
        new Call(
            primitives.get(
                "layer_norm_backward " + epsilon,
                List.of(
                    RowKernels.argument(dnnl.DNNL_ARG_DIFF_DST, Layout.rows(call.input(0))),
                    RowKernels.argument(dnnl.DNNL_ARG_SRC, Layout.rows(call.input(1))),
                    RowKernels.argument(dnnl.DNNL_ARG_SCALE, vector(call.input(2))),
                    RowKernels.argument(dnnl.DNNL_ARG_MEAN, vector(call.input(3))),
                    RowKernels.argument(dnnl.DNNL_ARG_VARIANCE, vector(call.input(4))),
                    RowKernels.argument(dnnl.DNNL_ARG_DIFF_SRC, Layout.rows(call.output(0))),
                    RowKernels.argument(dnnl.DNNL_ARG_DIFF_SCALE, vector(call.output(1))),
                    RowKernels.argument(dnnl.DNNL_ARG_DIFF_SHIFT, vector(call.output(2)))),
                PostOps.NONE,
                (slot, layouts, attributes) -> createBackward(slot, layouts, epsilon, attributes)),
            call.input(0).raw(),
            call.input(1).raw(),
            call.input(2).raw(),
            call.input(3).raw(),
            call.input(4).raw(),
            call.output(0).raw(),
            call.output(1).raw(),
            call.output(2).raw()));
  }

  private static int createBackward(
      PointerPointer<dnnl_primitive_desc> slot,
      List<dnnl_memory_desc> layouts,
      double epsilon,
      dnnl_primitive_attr attributes) {
    try (PointerPointer<dnnl_primitive_desc> hint = new PointerPointer<>(1)) {
      int status =
          createForward(hint, layouts.get(1), layouts.get(0), layouts.get(3), epsilon, attributes);
      if (status != dnnl.dnnl_success) {
        return status;
      }
      dnnl_primitive_desc forward = new dnnl_primitive_desc(hint.get(0));
      status =
          dnnl.dnnl_layer_normalization_backward_primitive_desc_create(
              slot,
              OneDnn.engine(),
              dnnl.dnnl_backward,
              layouts.get(5),
              layouts.get(0),
              layouts.get(1),
              layouts.get(3),
              (float) epsilon,
              NORM_FLAGS,
              forward,
              attributes);
      dnnl.dnnl_primitive_desc_destroy(forward);
      return status;
    }
  }

  private static Layout vector(Tensor tensor) {
    return Layout.dense(tensor.type(), tensor.length());
  }
}
