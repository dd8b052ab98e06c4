package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.ElementType;
import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.nd4j.Blas;
import dev.dolmetsch.model.engine.onednn.Products.Operand;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * A float32 product of two matrices by BLAS's routine: c = a·b, or c + a·b. On processors with AVX2
 * and no AVX-512 oneDNN's matrix products reach a half of what a core can do, this nearly all of it
 * (docs/benchmarks.md).
 */
final class Gemm implements Kernel {
  /**
   * Rows or columns from which oneDNN's routine takes twice OpenBLAS's time where a is transposed.
   */
  private static final int WIDE = 512;

  private static final PostOps SUM = new PostOps(List.of(new PostOps.Sum()));

  private final Matrix a;
  private final Matrix b;
  private final Matrix c;
  private final int rows;
  private final int columns;
  private final int terms;
  private final float beta;

  private Gemm(Operand a, Operand b, Operand c, boolean adds) {
    this.a = Matrix.of(a);
    this.b = Matrix.of(b);
    this.c = Matrix.of(c);
    this.rows = Math.toIntExact(c.layout().extent(0));
    this.columns = Math.toIntExact(c.layout().extent(1));
    this.terms = Math.toIntExact(a.layout().extent(1));
    this.beta = adds ? 1f : 0f;
  }

  /**
   * A matrix as BLAS sees it.
   *
   * @param stride elements from one row to the next, or from one column where it is transposed
   * @param keeper keeps the memory reachable
   */
  private record Matrix(FloatPointer pointer, boolean transposed, int stride, Operand keeper) {
    static Matrix of(Operand operand) {
      Layout layout = operand.layout();
      boolean transposed = layout.strides().get(1) != 1;
      return new Matrix(
          new FloatPointer(operand.pointer()),
          transposed,
          Math.toIntExact(layout.strides().get(transposed ? 1 : 0)),
          operand);
    }
  }

  /** Whether products of float32 are faster so on this processor. */
  static boolean isFaster() {
    return OneDnn.isLimitedToAvx2();
  }

  /**
   * The product with bias and post-operations, as {@link Products#product} describes it, where it
   * is faster so.
   */
  static boolean serves(Operand a, Operand b, @Nullable Operand bias, Operand c, PostOps postOps) {
    return isFaster()
        && Stream.of(a, b, c).allMatch(Gemm::isMatrix)
        && c.layout().strides().get(1) == 1
        && (bias != null ? isMatrix(bias) : postOps.equals(PostOps.NONE) || postOps.equals(SUM));
  }

  private static boolean isMatrix(Operand operand) {
    Layout layout = operand.layout();
    return layout.type() == ElementType.FLOAT32
        && layout.extents().size() == 2
        && layout.strides().contains(1L);
  }

  /** A kernel for what {@link #serves}. */
  static Kernel product(
      Primitives primitives,
      Operand a,
      Operand b,
      @Nullable Operand bias,
      Operand c,
      PostOps postOps,
      List<Operand> others) {
    if (bias == null) {
      return new Gemm(a, b, c, postOps.equals(SUM));
    }
    Pointer[] memory =
        Stream.concat(
                Stream.of(c.pointer(), bias.pointer(), c.pointer()),
                others.stream().map(Operand::pointer))
            .toArray(Pointer[]::new);
    Primitive addBias =
        RowKernels.binary(
            primitives, dnnl.dnnl_binary_add, c.layout(), bias.layout(), c.layout(), postOps);
    return Calls.of(new Gemm(a, b, c, false), new Call(addBias, memory));
  }

  @Override
  public void run() {
    if (a.transposed && !b.transposed && Math.max(rows, columns) >= WIDE) {
      Blas.transposedTimes(
          rows, columns, terms, a.pointer, a.stride, b.pointer, b.stride, beta, c.pointer,
          c.stride);
      return;
    }
    OneDnn.check(
        dnnl.dnnl_sgemm(
            order(a), order(b), rows, columns, terms, 1f, a.pointer, a.stride, b.pointer, b.stride,
            beta, c.pointer, c.stride),
        "a product");
  }

  private static byte order(Matrix matrix) {
    return (byte) (matrix.transposed ? 'T' : 'N');
  }
}
