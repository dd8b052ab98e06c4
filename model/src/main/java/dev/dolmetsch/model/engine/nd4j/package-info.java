/**
 * Kernels that run wherever ND4J does: products by ND4J's own OpenBLAS on strided views, its native
 * operations where they are fast, and loops over rows where they are not (layer norm, softmax, the
 * loss and the sums of bias gradients took most of a naive step, see {@code docs/architecture.md}).
 *
 * <p>The loops copy a block of rows to the heap, compute there, and copy it back: the JIT
 * vectorises loops over heap arrays but not over off-heap memory, and a copy of a block that fits
 * the first cache costs next to nothing. Every kernel runs on the caller's thread alone;
 * parallelism is one worker per core, so that no operation waits for the slowest thread.
 */
@NullMarked
package dev.dolmetsch.model.engine.nd4j;

import org.jspecify.annotations.NullMarked;
