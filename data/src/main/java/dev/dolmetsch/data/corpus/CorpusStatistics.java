package dev.dolmetsch.data.corpus;

import dev.dolmetsch.data.DolmetschException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Counts a corpus without keeping it. */
public final class CorpusStatistics {
  private CorpusStatistics() {}

  /**
   * Reads the whole corpus once and counts its words.
   *
   * @param workFolder an existing folder for working files, about 100 bytes a pair; they are gone
   *     afterwards
   * @throws DolmetschException if a file is broken or cannot be read, or the corpus is empty
   */
  public static CorpusReport of(CorpusFiles files, CorpusFilters filters, Path workFolder) {
    return of(files, filters, TokenCounter.words(), CorpusReport.TokenUnit.WORDS, workFolder);
  }

  /**
   * Reads the whole corpus once and counts its subword tokens.
   *
   * @param workFolder as for words
   * @throws DolmetschException if a file is broken or cannot be read, or the corpus is empty
   */
  public static CorpusReport of(
      CorpusFiles files, CorpusFilters filters, Encoder encoder, Path workFolder) {
    return of(
        files,
        filters,
        TokenCounter.subwords(encoder),
        CorpusReport.TokenUnit.SUBWORDS,
        workFolder);
  }

  private static CorpusReport of(
      CorpusFiles files,
      CorpusFilters filters,
      TokenCounter tokens,
      CorpusReport.TokenUnit unit,
      Path workFolder) {
    try (CorpusReader reader = files.open()) {
      PairSieve sieve = new PairSieve(filters, workFolder);
      while (reader.hasNext()) {
        SentencePair pair = reader.next().pair();
        sieve.keeps(pair, tokens.count(pair.english()), tokens.count(pair.german()));
      }
      CorpusReport report = sieve.report(reader.fingerprints(), unit);
      requireNotEmpty(files, report);
      return report;
    }
  }

  static void requireNotEmpty(CorpusFiles files, CorpusReport report) {
    if (report.pairsRead() == 0) {
      throw new DolmetschException(
          names(files) + ": the corpus is empty; it must hold at least one sentence pair");
    }
  }

  static String names(CorpusFiles files) {
    return files.paths().stream().map(Path::toString).collect(Collectors.joining(", "));
  }
}
