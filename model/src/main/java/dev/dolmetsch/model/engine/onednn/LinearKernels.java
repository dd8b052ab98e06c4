package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.ElementType;
import dev.dolmetsch.model.engine.Int8Weights;
import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.OpCall;
import dev.dolmetsch.model.engine.Tensor;
import dev.dolmetsch.model.engine.fusion.FusedOp;
import dev.dolmetsch.model.engine.onednn.Products.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Linear layers. oneDNN's products lose a third of their speed and more where one side is too large
 * for the second cache, so long ones are divided here; the limits were measured with AMX on vectors
 * of 128 to 8,000 (docs/benchmarks.md).
 */
final class LinearKernels {
  /** Columns of a result that are computed at a time. */
  private static final int COLUMNS = 1024;

  /** Rows that a weight's gradient is summed over at a time. */
  private static final int ROWS = 512;

  /**
   * Terms of a sum up to which oneDNN 3.11 computes it rightly for any number of rows: with 8,000 a
   * primitive for any number is wrong in the last rows (2,002 rows in bfloat16, say).
   */
  private static final int LONGEST_SUM = 1024;

  /**
   * What rows are rounded up to where memory allows: a primitive for a known number of rows is a
   * third faster than one for any number, and so few of them serve all batches.
   */
  static final int ROW_MULTIPLE = 64;

  private final Products products;
  private final Ones ones;

  /** The input of the product that runs, in int8. */
  private final Scratchpad quantised = new Scratchpad();

  LinearKernels(Products products, Ones ones) {
    this.products = products;
    this.ones = ones;
  }

  /** Releases memory of its own; no kernel may run any more. */
  void close() {
    quantised.close();
  }

  /** A layer whose weights never change, for a number of rows that often occurs. */
  Kernel packed(FusedOp.LinearForward op, OpCall call, PackedWeights weights) {
    Tensor weight = call.input(1);
    Optional<Int8Weights.Linear> int8 = weights.int8(weight);
    int out = weight.extent(0);
    int columns = int8.isPresent() ? out : partSize(out, COLUMNS);
    List<Kernel> kernels = new ArrayList<>();
    for (int column = 0; column < out; column += columns) {
      int width = Math.min(columns, out - column);
      Part part = new Part(call.input(0).rows(), column, width, false);
      kernels.add(packed(op, call, part, weights, int8));
    }
    return new Calls(kernels);
  }

  private Kernel packed(
      FusedOp.LinearForward op,
      OpCall call,
      Part part,
      PackedWeights weights,
      Optional<Int8Weights.Linear> int8) {
    List<PostOps.Step> steps = new ArrayList<>();
    List<Operand> others = new ArrayList<>();
    addPostOps(op, call, part, steps, others);
    Operand x = matrix(call.input(0));
    int in = call.input(1).extent(1);
    Tensor weight = call.input(1).part(part.column * in, part.columns, in);
    Operand bias = bias(op, call, part);
    Operand y = part.of(call.output(0));
    if (int8.isPresent()) {
      boolean writesInt8 = y.layout().type() == ElementType.INT8;
      Tensor scale = writesInt8 ? call.input(call.inputs().size() - 1) : null;
      Products.QuantisedLayer layer = new Products.QuantisedLayer(weight, int8.get(), scale);
      return products.int8Product(x, layer, weights, quantised, bias, y, steps, others);
    }
    return products.packedProduct(x, weight, weights, bias, y, new PostOps(steps), others);
  }

  Kernel forward(FusedOp.LinearForward op, OpCall call) {
    Tensor weight = call.input(1);
    int out = weight.extent(0);
    int columns = Gemm.isFaster() ? out : partSize(out, COLUMNS);
    List<Tensor> matrices =
        Stream.concat(call.inputs().stream(), call.outputs().stream())
            .filter(tensor -> tensor.rank() == 2 && tensor != weight)
            .toList();
    int computed = computedRows(matrices);
    boolean anyRows =
        computed % ROW_MULTIPLE != 0
            && op.dropout().isEmpty()
            && !op.residual()
            && weight.extent(1) <= LONGEST_SUM;
    List<Kernel> calls = new ArrayList<>();
    for (int column = 0; column < out; column += columns) {
      int width = Math.min(columns, out - column);
      forward(op, call, new Part(computed, column, width, anyRows), calls);
    }
    return new Calls(calls);
  }

  /**
   * Columns of a result; the primitive may serve any number of rows. Such a primitive takes no
   * second arguments, and oneDNN 3.11 computes wrong sums where it adds to what stood there.
   */
  private record Part(int rows, int column, int columns, boolean anyRows) {
    Operand of(Tensor matrix) {
      return matrix(matrix, rows).part(0, rows, column, columns);
    }
  }

  private static int padded(int rows) {
    return (rows + ROW_MULTIPLE - 1) / ROW_MULTIPLE * ROW_MULTIPLE;
  }

  /**
   * Rows of matrices that are computed together: rounded up if each has memory behind its last row.
   * What is computed there means nothing.
   */
  static int computedRows(List<Tensor> matrices) {
    int rows = matrices.get(0).rows();
    int padded = padded(rows);
    return matrices.stream().allMatch(matrix -> matrix.memoryRows() >= padded) ? padded : rows;
  }

  private void forward(FusedOp.LinearForward op, OpCall call, Part part, List<Kernel> calls) {
    Tensor weight = call.input(1);
    int in = weight.extent(1);
    List<PostOps.Step> steps = new ArrayList<>();
    List<Operand> others = new ArrayList<>();
    addPostOps(op, call, part, steps, others);
    Operand x = matrix(call.input(0), part.rows);
    Operand w = matrix(weight).part(part.column, part.columns, 0, in).transposed();
    Operand bias = bias(op, call, part);
    Operand y = part.of(call.output(0));
    PostOps postOps = new PostOps(steps);
    calls.add(
        part.anyRows
            ? products.rowsProduct(x, w, bias, y, postOps)
            : products.product(x, w, bias, y, postOps, others));
  }

  private static void addPostOps(
      FusedOp.LinearForward op,
      OpCall call,
      Part part,
      List<PostOps.Step> steps,
      List<Operand> others) {
    op.activation()
        .ifPresent(f -> steps.add(new PostOps.Elementwise(RowKernels.algorithm(f), 0f, 0f)));
    if (op.dropout().isPresent()) {
      steps.add(PostOps.scale(1 / (1 - op.dropout().getAsDouble())));
      Operand mask = part.of(call.input(op.maskInput()));
      steps.add(PostOps.multiply(mask.layout()));
      others.add(mask);
    }
    if (op.residual()) {
      Operand residual = part.of(call.input(op.residualInput()));
      steps.add(PostOps.add(residual.layout()));
      others.add(residual);
    }
  }

  Kernel backward(FusedOp.LinearBackward op, OpCall call) {
    Tensor dy = call.input(0);
    Tensor x = call.input(1);
    List<Kernel> calls = new ArrayList<>();
    calls.add(inputGradient(dy, call.input(2), call.output(0)));
    int rows = dy.rows();
    int summed = computedRows(List.of(dy, x));
    int most = Gemm.isFaster() ? summed : ROWS;
    for (int row = 0; row < summed; row += most) {
      int count = Math.min(most, summed - row);
      PostOps postOps = row == 0 ? PostOps.NONE : new PostOps(List.of(new PostOps.Sum()));
      Operand gradients = matrix(dy, summed).part(row, count, 0, dy.extent(-1));
      calls.add(
          products.product(
              gradients.transposed(),
              matrix(x, summed).part(row, count, 0, x.extent(-1)),
              null,
              matrix(call.output(1)),
              postOps,
              List.of()));
      if (op.bias()) {
        calls.add(
            products.product(
                ones.row(dy.type(), count),
                gradients,
                null,
                bias(call.output(2)),
                postOps,
                List.of()));
      }
    }
    Calls all = new Calls(calls);
    if (summed == rows) {
      return all;
    }
    return new Kernel() {
      @Override
      public void run() {
        // Rows behind the last one must add nothing.
        Memory.clearRows(dy, rows, summed);
        Memory.clearRows(x, rows, summed);
        all.run();
      }

      @Override
      public void close() {
        all.close();
      }
    };
  }

  /** dx = dy·W. */
  private Kernel inputGradient(Tensor dy, Tensor weight, Tensor dx) {
    int rows = computedRows(List.of(dy, dx));
    Operand gradient = matrix(dy, rows);
    Operand result = matrix(dx, rows);
    return rows % ROW_MULTIPLE != 0 && weight.extent(0) <= LONGEST_SUM
        ? products.rowsProduct(gradient, matrix(weight), null, result, PostOps.NONE)
        : products.product(gradient, matrix(weight), null, result, PostOps.NONE, List.of());
  }

  /** A size of parts, all nearly the same and a multiple of 16 where there are several. */
  private static int partSize(int whole, int most) {
    int parts = (whole + most - 1) / most;
    return parts == 1 ? whole : ((whole + parts - 1) / parts + 15) / 16 * 16;
  }

  private static Operand matrix(Tensor tensor) {
    return matrix(tensor, tensor.rows());
  }

  private static Operand matrix(Tensor tensor, int rows) {
    return new Operand(Layout.rows(tensor, rows), tensor.raw());
  }

  private static @Nullable Operand bias(FusedOp.LinearForward op, OpCall call, Part part) {
    return op.bias()
        ? bias(call.input(op.biasInput())).part(0, 1, part.column, part.columns)
        : null;
  }

  /** A vector as a matrix of one row. */
  private static Operand bias(Tensor tensor) {
    return new Operand(Layout.dense(tensor.type(), 1, tensor.length()), tensor.raw());
  }
}
