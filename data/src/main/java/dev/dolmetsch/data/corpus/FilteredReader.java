package dev.dolmetsch.data.corpus;

import dev.dolmetsch.data.DolmetschException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** One pass over those pairs of a corpus that pass its filters. */
public final class FilteredReader implements Iterator<NumberedPair>, AutoCloseable {
  private final CorpusReader reader;
  private final TokenCounter tokens;
  private final CorpusReport.TokenUnit unit;
  private final PairSieve sieve;
  private Optional<NumberedPair> ahead = Optional.empty();

  private FilteredReader(
      CorpusReader reader, PairSieve sieve, TokenCounter tokens, CorpusReport.TokenUnit unit) {
    this.reader = reader;
    this.sieve = sieve;
    this.tokens = tokens;
    this.unit = unit;
  }

  /**
   * Opens a corpus whose tokens are words.
   *
   * @param workFolder an existing folder for working files, about 100 bytes a pair; they are gone
   *     after the pass
   * @throws DolmetschException if a file cannot be read or the folder not be written
   */
  public static FilteredReader open(CorpusFiles files, CorpusFilters filters, Path workFolder) {
    return open(files, filters, TokenCounter.words(), CorpusReport.TokenUnit.WORDS, workFolder);
  }

  /**
   * Opens a corpus whose tokens are subwords.
   *
   * @param workFolder as for words
   * @throws DolmetschException if a file cannot be read or the folder not be written
   */
  public static FilteredReader open(
      CorpusFiles files, CorpusFilters filters, Encoder encoder, Path workFolder) {
    return open(
        files,
        filters,
        TokenCounter.subwords(encoder),
        CorpusReport.TokenUnit.SUBWORDS,
        workFolder);
  }

  private static FilteredReader open(
      CorpusFiles files,
      CorpusFilters filters,
      TokenCounter tokens,
      CorpusReport.TokenUnit unit,
      Path workFolder) {
    CorpusReader reader = files.open();
    try {
      return new FilteredReader(reader, new PairSieve(filters, workFolder), tokens, unit);
    } catch (DolmetschException e) {
      reader.close();
      throw e;
    }
  }

  @Override
  public boolean hasNext() {
    while (ahead.isEmpty() && reader.hasNext()) {
      NumberedPair next = reader.next();
      SentencePair pair = next.pair();
      if (sieve.keeps(pair, tokens.count(pair.english()), tokens.count(pair.german()))) {
        ahead = Optional.of(next);
      }
    }
    return ahead.isPresent();
  }

  @Override
  public NumberedPair next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    NumberedPair pair = ahead.orElseThrow();
    ahead = Optional.empty();
    return pair;
  }

  /**
   * The whole corpus in figures.
   *
   * @throws IllegalStateException while {@code hasNext} still holds
   */
  public CorpusReport report() {
    return sieve.report(reader.fingerprints(), unit);
  }

  @Override
  public void close() {
    reader.close();
  }
}
