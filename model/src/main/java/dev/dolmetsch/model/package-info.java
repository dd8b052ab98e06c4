/**
 * The Transformer itself: its hyper-parameters, its parameters and its graph, written to be read
 * beside Vaswani et al. (2017), "Attention Is All You Need".
 *
 * <p>Shape letters: {@code B} sentences, {@code S} source length, {@code T} target length, {@code
 * D} model width, {@code H} heads, {@code F} feed-forward width, {@code V} vocabulary, {@code N}
 * rows ({@code B·S} or {@code B·T}).
 */
@NullMarked
package dev.dolmetsch.model;

import org.jspecify.annotations.NullMarked;
