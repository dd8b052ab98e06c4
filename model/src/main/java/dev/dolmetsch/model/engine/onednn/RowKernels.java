package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.OpCall;
import dev.dolmetsch.model.engine.Tensor;
import dev.dolmetsch.model.ops.Activation;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.PointerPointer;

/** What goes element by element: activations, additions, masks, conversions. */
final class RowKernels {
  private final Primitives primitives;

  RowKernels(Primitives primitives) {
    this.primitives = primitives;
  }

  /** oneDNN's number of an activation. */
  static int algorithm(Activation activation) {
    return switch (activation) {
      case RELU -> dnnl.dnnl_eltwise_relu;
      case GELU -> dnnl.dnnl_eltwise_gelu_erf;
    };
  }

  /** An activation where a product could not apply it. */
  Kernel activation(Activation activation, OpCall call) {
    Tensor x = call.input(0);
    Tensor y = call.output(0);
    int algorithm = algorithm(activation);
    return Calls.of(
        new Call(
            primitives.get(
                "eltwise " + algorithm,
                List.of(
                    argument(dnnl.DNNL_ARG_SRC, Layout.rows(x)),
                    argument(dnnl.DNNL_ARG_DST, Layout.rows(y))),
                PostOps.NONE,
                (slot, layouts, attributes) ->
                    dnnl.dnnl_eltwise_forward_primitive_desc_create(
                        slot,
                        OneDnn.engine(),
                        dnnl.dnnl_forward_training,
                        algorithm,
                        layouts.get(0),
                        layouts.get(1),
                        0f,
                        0f,
                        attributes)),
            x.raw(),
            y.raw()));
  }

  /** dy, x → dx. */
  Kernel activationBackward(Activation activation, OpCall call) {
    return elementwiseBackward(algorithm(activation), dnnl.DNNL_ARG_SRC, call);
  }

  /** dy, y → dx. */
  Kernel reluBackward(OpCall call) {
    return elementwiseBackward(dnnl.dnnl_eltwise_relu_use_dst_for_bwd, dnnl.DNNL_ARG_DST, call);
  }

  private Kernel elementwiseBackward(int algorithm, int data, OpCall call) {
    Tensor dy = call.input(0);
    int rows = LinearKernels.computedRows(List.of(dy, call.input(1), call.output(0)));
    return Calls.of(
        new Call(
            primitives.get(
                "eltwise_backward " + algorithm,
                List.of(
                    argument(dnnl.DNNL_ARG_DIFF_DST, Layout.rows(dy, rows)),
                    argument(data, Layout.rows(call.input(1), rows)),
                    argument(dnnl.DNNL_ARG_DIFF_SRC, Layout.rows(call.output(0), rows))),
                PostOps.NONE,
                (slot, layouts, attributes) ->
                    createElementwiseBackward(slot, layouts, algorithm, attributes)),
            dy.raw(),
            call.input(1).raw(),
            call.output(0).raw()));
  }

  private static int createElementwiseBackward(
      PointerPointer<dnnl_primitive_desc> slot,
      List<dnnl_memory_desc> layouts,
      int algorithm,
      dnnl_primitive_attr attributes) {
    try (PointerPointer<dnnl_primitive_desc> hint = new PointerPointer<>(1)) {
      int status =
          dnnl.dnnl_eltwise_forward_primitive_desc_create(
              hint,
              OneDnn.engine(),
              dnnl.dnnl_forward_training,
              algorithm,
              layouts.get(1),
              layouts.get(1),
              0f,
              0f,
              attributes);
      if (status != dnnl.dnnl_success) {
        return status;
      }
      dnnl_primitive_desc forward = new dnnl_primitive_desc(hint.get(0));
      status =
          dnnl.dnnl_eltwise_backward_primitive_desc_create(
              slot,
              OneDnn.engine(),
              algorithm,
              layouts.get(2),
              layouts.get(0),
              layouts.get(1),
              0f,
              0f,
              forward,
              attributes);
      dnnl.dnnl_primitive_desc_destroy(forward);
      return status;
    }
  }

  /** a + b. */
  Kernel add(OpCall call) {
    return Calls.of(
        binary(dnnl.dnnl_binary_add, call.input(0), call.input(1), call.output(0), PostOps.NONE));
  }

  /** x·mask/(1 − p). */
  Kernel applyMask(double probability, OpCall call) {
    Tensor x = call.input(0);
    Tensor mask = call.input(1);
    Tensor y = call.output(0);
    PostOps scale = new PostOps(List.of(PostOps.scale(1 / (1 - probability))));
    // oneDNN is 150 times slower where a product's type is not that of its first factor.
    if (x.type() == y.type()) {
      return Calls.of(binary(dnnl.dnnl_binary_mul, x, mask, y, scale));
    }
    if (mask.type() == y.type()) {
      return Calls.of(binary(dnnl.dnnl_binary_mul, mask, x, y, scale));
    }
    int rows = LinearKernels.computedRows(List.of(x, y));
    return Calls.of(
        new Call(convert(primitives, Layout.rows(x, rows), Layout.rows(y, rows)), x.raw(), y.raw()),
        binary(dnnl.dnnl_binary_mul, y, mask, y, scale));
  }

  private Call binary(int algorithm, Tensor a, Tensor b, Tensor c, PostOps postOps) {
    int rows = LinearKernels.computedRows(List.of(a, b, c));
    Primitive primitive =
        binary(
            primitives,
            algorithm,
            Layout.rows(a, rows),
            Layout.rows(b, rows),
            Layout.rows(c, rows),
            postOps);
    return new Call(primitive, a.raw(), b.raw(), c.raw());
  }

  static Primitive binary(
      Primitives primitives, int algorithm, Layout a, Layout b, Layout c, PostOps postOps) {
    return primitives.get(
        "binary " + algorithm,
        List.of(
            argument(dnnl.DNNL_ARG_SRC_0, a),
            argument(dnnl.DNNL_ARG_SRC_1, b),
            argument(dnnl.DNNL_ARG_DST, c)),
        postOps,
        (slot, layouts, attributes) ->
            dnnl.dnnl_binary_primitive_desc_create(
                slot,
                OneDnn.engine(),
                algorithm,
                layouts.get(0),
                layouts.get(1),
                layouts.get(2),
                attributes));
  }

  /** The same numbers in another type. */
  Kernel convert(OpCall call) {
    return Calls.of(
        new Call(
            convert(primitives, Layout.rows(call.input(0)), Layout.rows(call.output(0))),
            call.input(0).raw(),
            call.output(0).raw()));
  }

  static Primitive convert(Primitives primitives, Layout from, Layout to) {
    return convert(primitives, from, to, PostOps.NONE);
  }

  static Primitive convert(Primitives primitives, Layout from, Layout to, PostOps postOps) {
    return primitives.get(
        "convert",
        List.of(argument(dnnl.DNNL_ARG_FROM, from), argument(dnnl.DNNL_ARG_TO, to)),
        postOps,
        (slot, layouts, attributes) ->
            dnnl.dnnl_reorder_primitive_desc_create(
                slot,
                layouts.get(0),
                OneDnn.engine(),
                layouts.get(1),
                OneDnn.engine(),
                attributes));
  }

  /** Adds rows of a gradient to the rows of a table that they are the gradient of. */
  static Kernel scatterAdd(double scale, OpCall call) {
    Tensor table = call.output(0);
    int width = table.extent(1);
    float factor = (float) scale;
    int rows = call.input(2).length();
    FloatBuffer gradient = call.input(1).floats();
    IntBuffer ids = call.input(2).ints();
    FloatBuffer out = table.floats();
    return () -> {
      float[] row = new float[width];
      float[] sum = new float[width];
      for (int i = 0; i < rows; i++) {
        int at = ids.get(i) * width;
        gradient.get(i * width, row, 0, width);
        out.get(at, sum, 0, width);
        for (int j = 0; j < width; j++) {
          sum[j] += factor * row[j];
        }
        out.put(at, sum, 0, width);
      }
    };
  }

  static Primitive.Argument argument(int index, Layout layout) {
    return new Primitive.Argument(index, layout);
  }
}
