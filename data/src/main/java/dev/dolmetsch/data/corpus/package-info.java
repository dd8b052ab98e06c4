/**
 * Parallel corpora: sentence pairs, readers of plain, gzip and TSV files, filters, statistics, and
 * the cache of encoded ids.
 *
 * <p>The way through the room: {@link dev.dolmetsch.data.corpus.CorpusFiles} names the files; its
 * {@link dev.dolmetsch.data.corpus.CorpusReader} gives one pair after another and refuses what is
 * broken, with file and line; {@code PairSieve} leaves out what {@link
 * dev.dolmetsch.data.corpus.CorpusFilters} say and counts for a {@link
 * dev.dolmetsch.data.corpus.CorpusReport}, which is all that {@link
 * dev.dolmetsch.data.corpus.CorpusStatistics} want; {@link dev.dolmetsch.data.corpus.EncodedCorpus}
 * files the ids of what is left, from where {@code data.batch} takes them.
 *
 * <p>The heap stays the same however large the corpus: lines pass one by one, what was seen is
 * remembered as 128-bit fingerprints in tables that are working files ({@link
 * dev.dolmetsch.data.mapped}), and ids are read from a mapped file. Working files take about 100
 * bytes a pair while a corpus is read; the cache takes one to three bytes a token and 16 a pair.
 *
 * <p>What enters must not know subword models, batches or training: an {@link
 * dev.dolmetsch.data.corpus.Encoder} is a function from a line to ids.
 */
@NullMarked
package dev.dolmetsch.data.corpus;

import org.jspecify.annotations.NullMarked;
