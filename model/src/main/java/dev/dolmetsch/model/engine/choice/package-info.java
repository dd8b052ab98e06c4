/**
 * Which kernels compute: the one place where libraries and the processor's abilities are asked for.
 *
 * <p>It knows the kernel packages beside it; they and {@code model.engine} do not know it.
 */
@NullMarked
package dev.dolmetsch.model.engine.choice;

import org.jspecify.annotations.NullMarked;
