package dev.dolmetsch.model.engine.nd4j;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * Single-precision products on row-major matrices, by the OpenBLAS that ND4J itself loads, on the
 * caller's thread.
 */
public final class Blas {
  private static final int ROW_MAJOR = 101;
  private static final int NO_TRANSPOSE = 111;
  private static final int TRANSPOSE = 112;

  static {
    // One worker per core is the parallelism; threads inside a product would fight over the cores.
    openblas_nolapack.blas_set_num_threads(1);
  }

  private Blas() {}

  /** C = A·Bᵀ + beta·C: A [m, k], B [n, k], C [m, n]. */
  static void timesTransposed(
      int m,
      int n,
      int k,
      FloatPointer a,
      int lda,
      FloatPointer b,
      int ldb,
      float beta,
      FloatPointer c,
      int ldc) {
    openblas_nolapack.cblas_sgemm(
        ROW_MAJOR, NO_TRANSPOSE, TRANSPOSE, m, n, k, 1f, a, lda, b, ldb, beta, c, ldc);
  }

  /** C = A·B: A [m, k], B [k, n], C [m, n]. */
  static void times(
      int m,
      int n,
      int k,
      FloatPointer a,
      int lda,
      FloatPointer b,
      int ldb,
      FloatPointer c,
      int ldc) {
    openblas_nolapack.cblas_sgemm(
        ROW_MAJOR, NO_TRANSPOSE, NO_TRANSPOSE, m, n, k, 1f, a, lda, b, ldb, 0f, c, ldc);
  }

  /**
   * C = Aᵀ·B + beta·C: A [k, m], B [k, n], C [m, n].
   *
   * @param lda elements from one row of A to the next; ldb and ldc likewise
   */
  public static void transposedTimes(
      int m,
      int n,
      int k,
      FloatPointer a,
      int lda,
      FloatPointer b,
      int ldb,
      float beta,
      FloatPointer c,
      int ldc) {
    openblas_nolapack.cblas_sgemm(
        ROW_MAJOR, TRANSPOSE, NO_TRANSPOSE, m, n, k, 1f, a, lda, b, ldb, beta, c, ldc);
  }
}
