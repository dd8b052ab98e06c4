package dev.dolmetsch.data.corpus;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Applies the filters to one pair after another and counts what it does. */
final class PairSieve {
  private final CorpusFilters filters;
  private final FingerprintSet pairs;
  private final SideTally english;
  private final SideTally german;
  private final Map<PairFilter, Long> dropped = new EnumMap<>(PairFilter.class);
  private long read;
  private long kept;

  /**
   * A sieve that has seen nothing.
   *
   * @param workFolder where the tables of what was seen lie
   */
  PairSieve(CorpusFilters filters, Path workFolder) {
    this.filters = filters;
    this.pairs = new FingerprintSet(workFolder);
    this.english = new SideTally(workFolder);
    this.german = new SideTally(workFolder);
  }

  /** Whether the pair, whose sides have so many tokens, passes all filters. */
  boolean keeps(SentencePair pair, int englishTokens, int germanTokens) {
    read++;
    Optional<PairFilter> reason = byLength(pair, englishTokens, germanTokens);
    if (reason.isEmpty() && filters.dropIdentical() && pair.english().equals(pair.german())) {
      reason = Optional.of(PairFilter.IDENTICAL_SIDES);
    }
    if (reason.isEmpty()) {
      Fingerprint128 left = Fingerprint128.of(pair.english());
      Fingerprint128 right = Fingerprint128.of(pair.german());
      boolean unseen = pairs.add(Fingerprint128.of(left, right));
      if (unseen || !filters.dropDuplicates()) {
        kept++;
        english.add(left, englishTokens);
        german.add(right, germanTokens);
        return true;
      }
      reason = Optional.of(PairFilter.DUPLICATE);
    }
    dropped.merge(reason.get(), 1L, Long::sum);
    return false;
  }

  private Optional<PairFilter> byLength(SentencePair pair, int englishTokens, int germanTokens) {
    int shorter = Math.min(englishTokens, germanTokens);
    int longer = Math.max(englishTokens, germanTokens);
    if (filters.dropBlank()
        && (shorter == 0 || Words.isBlank(pair.english()) || Words.isBlank(pair.german()))) {
      return Optional.of(PairFilter.BLANK_SIDE);
    }
    if (filters.maxTokens() > 0 && longer > filters.maxTokens()) {
      return Optional.of(PairFilter.TOO_LONG);
    }
    if (filters.maxLengthRatio() > 0 && longer > filters.maxLengthRatio() * shorter) {
      return Optional.of(PairFilter.LENGTH_RATIO);
    }
    return Optional.empty();
  }

  /** What was seen so far. */
  CorpusReport report(List<FileFingerprint> files, CorpusReport.TokenUnit unit) {
    return new CorpusReport(
        files,
        filters,
        unit,
        read,
        new CorpusReport.Dropped(
            count(PairFilter.BLANK_SIDE),
            count(PairFilter.TOO_LONG),
            count(PairFilter.LENGTH_RATIO),
            count(PairFilter.IDENTICAL_SIDES),
            count(PairFilter.DUPLICATE)),
        kept,
        pairs.size(),
        english.statistics(),
        german.statistics());
  }

  private long count(PairFilter filter) {
    return dropped.getOrDefault(filter, 0L);
  }
}
