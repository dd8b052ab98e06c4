/**
 * From encoded sentence pairs to batches of about equally many tokens.
 *
 * <p>{@link dev.dolmetsch.data.batch.BatchSampler} sorts the pairs by length once, cuts them into
 * batches of at most {@code tokens_per_batch} padded tokens a side, and draws each epoch's order
 * from the seed and the epoch's number alone. So a {@link dev.dolmetsch.data.batch.Position}, two
 * numbers, is all that need be saved to go on exactly. Batches have the same shapes in every epoch,
 * which an engine that compiles a plan for each shape can count on. Orders lie in working files,
 * not on the heap.
 *
 * <p>A {@link dev.dolmetsch.data.batch.TokenBatch} adds {@code <s>}, {@code </s>} and padding and
 * can be divided among workers. Nothing here knows of text, models or training.
 */
@NullMarked
package dev.dolmetsch.data.batch;

import org.jspecify.annotations.NullMarked;
