/**
 * Which kernels compute: the one place where a run's kernels and precision are chosen by what
 * libraries and the processor can do.
 *
 * <p>It knows the kernel packages beside it; they and {@code model.engine} do not know it.
 */
@NullMarked
package dev.dolmetsch.model.engine.choice;

import org.jspecify.annotations.NullMarked;
