/**
 * Runs a SameDiff graph: a plan compiled once per shape, its off-heap buffers, and the kernels that
 * compute.
 *
 * <p>{@code Kernels} is the seam: given an operation and its tensors it returns something to run.
 * {@code engine.nd4j} implements it everywhere; faster libraries stand beside it behind the same
 * interface. Nothing above the kernels knows which is in use.
 */
@NullMarked
package dev.dolmetsch.model.engine;

import org.jspecify.annotations.NullMarked;
