/**
 * Translation: the encoder once, then the decoder step by step with cached keys and values; greedy
 * and beam search; {@code Translator}, the library's front door.
 */
@NullMarked
package dev.dolmetsch.model.decode;

import org.jspecify.annotations.NullMarked;
