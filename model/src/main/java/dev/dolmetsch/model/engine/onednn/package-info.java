/**
 * Kernels on oneDNN: products in float32 or bfloat16, attention, softmax, layer norm and additions;
 * what oneDNN lacks is done by tight loops of our own over the same memory.
 */
@NullMarked
package dev.dolmetsch.model.engine.onednn;

import org.jspecify.annotations.NullMarked;
