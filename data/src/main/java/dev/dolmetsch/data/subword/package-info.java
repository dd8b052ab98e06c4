/**
 * Subwords: a SentencePiece {@code .model} is trained, written, read, and turned text into piece
 * ids and back.
 *
 * <p>What may enter: everything that is about one {@code .model} file. {@link
 * dev.dolmetsch.data.subword.SubwordModel} is the room's door for those who encode and decode,
 * {@link dev.dolmetsch.data.subword.BpeTrainer} for those who need a new model.
 */
@NullMarked
package dev.dolmetsch.data.subword;

import org.jspecify.annotations.NullMarked;
