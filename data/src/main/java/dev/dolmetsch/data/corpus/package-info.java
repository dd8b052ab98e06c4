/** Parallel corpora: sentence pairs, readers of plain, gzip and TSV files, filters, statistics. */
@NullMarked
package dev.dolmetsch.data.corpus;

import org.jspecify.annotations.NullMarked;
