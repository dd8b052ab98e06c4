package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.OpCall;
import dev.dolmetsch.model.engine.Tensor;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.PointerPointer;

/** Softmax over the last axis. */
final class SoftmaxKernels {
  private final Primitives primitives;

  SoftmaxKernels(Primitives primitives) {
    this.primitives = primitives;
  }

  /** x → y = exp(x) / Σ exp(x). */
  Kernel forward(OpCall call) {
    Tensor x = call.input(0);
    Tensor y = call.output(0);
    return Calls.of(
        new Call(
            primitive(primitives, Layout.rows(x), Layout.rows(y), PostOps.NONE), x.raw(), y.raw()));
  }

  static Primitive primitive(Primitives primitives, Layout x, Layout y, PostOps postOps) {
    return primitives.get(
        "softmax",
        List.of(
            RowKernels.argument(dnnl.DNNL_ARG_SRC, x), RowKernels.argument(dnnl.DNNL_ARG_DST, y)),
        postOps,
        (slot, layouts, attributes) ->
            dnnl.dnnl_softmax_forward_primitive_desc_create(
                slot,
                OneDnn.engine(),
                dnnl.dnnl_forward_inference,
                dnnl.dnnl_softmax_accurate,
                layouts.get(0),
                layouts.get(1),
                1,
                attributes));
  }

  /** dx = y·(dy − Σ dy·y): dy, y → dx. */
  Kernel backward(OpCall call) {
    Tensor dy = call.input(0);
    Tensor y = call.input(1);
    Tensor dx = call.output(0);
    return Calls.of(
        new Call(
            primitives.get(
                "softmax_backward",
                List.of(
                    RowKernels.argument(dnnl.DNNL_ARG_DIFF_DST, Layout.rows(dy)),
                    RowKernels.argument(dnnl.DNNL_ARG_DST, Layout.rows(y)),
                    RowKernels.argument(dnnl.DNNL_ARG_DIFF_SRC, Layout.rows(dx))),
                PostOps.NONE,
                SoftmaxKernels::createBackward),
            dy.raw(),
            y.raw(),
            dx.raw()));
  }

  private static int createBackward(
      PointerPointer<dnnl_primitive_desc> slot,
      List<dnnl_memory_desc> layouts,
      dnnl_primitive_attr attributes) {
    try (PointerPointer<dnnl_primitive_desc> hint = new PointerPointer<>(1)) {
      int status =
          dnnl.dnnl_softmax_forward_primitive_desc_create(
              hint,
              OneDnn.engine(),
              dnnl.dnnl_forward_training,
              dnnl.dnnl_softmax_accurate,
              layouts.get(1),
              layouts.get(1),
              1,
              attributes);
      if (status != dnnl.dnnl_success) {
        return status;
      }
      dnnl_primitive_desc forward = new dnnl_primitive_desc(hint.get(0));
      status =
          dnnl.dnnl_softmax_backward_primitive_desc_create(
              slot,
              OneDnn.engine(),
              dnnl.dnnl_softmax_accurate,
              layouts.get(2),
              layouts.get(0),
              layouts.get(1),
              1,
              forward,
              attributes);
      dnnl.dnnl_primitive_desc_destroy(forward);
      return status;
    }
  }
}
