package dev.dolmetsch.data.corpus;

import dev.dolmetsch.data.DolmetschException;
import java.util.Iterator;
import java.util.List;

/**
 * One pass over a corpus, pair by pair, in constant memory.
 *
 * <p>Lines end at {@code \n} and nowhere else (not at U+2028, not at a lone {@code \r}). One {@code
 * \r} before the {@code \n} is taken for the rest of a CRLF and dropped, as is a byte order mark at
 * the start of a file. A last line needs no {@code \n}. Nothing else is changed.
 *
 * <p>{@code hasNext} and {@code next} throw a {@link DolmetschException} that names file and line
 * where bytes are not UTF-8, a line is longer than {@value LineReader#MAX_LINE_BYTES} bytes, a
 * compressed file is damaged, two files have different numbers of lines, or a TSV line has not two
 * columns.
 */
public sealed interface CorpusReader extends Iterator<NumberedPair>, AutoCloseable
    permits TwoFilesReader, TsvReader {
  /**
   * Size and SHA-256 of each file as it lies on disk, computed while it was read.
   *
   * @throws IllegalStateException while {@code hasNext} still holds
   */
  List<FileFingerprint> fingerprints();

  @Override
  void close();
}
