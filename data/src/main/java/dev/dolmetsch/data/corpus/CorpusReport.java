package dev.dolmetsch.data.corpus;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;

/**
 * What a corpus holds and what its filters left out. Made of records and lists, so that Jackson
 * writes it as JSON and reads it back.
 *
 * @param files the files read
 * @param filters the filters applied
 * @param tokenUnit what was counted as a token
 * @param pairsRead all pairs
 * @param dropped pairs left out, by reason
 * @param pairsKept all pairs that passed: read minus dropped
 * @param distinctPairs different pairs among those kept
 * @param english the kept English sentences
 * @param german the kept German sentences
 */
public record CorpusReport(
    List<FileFingerprint> files,
    CorpusFilters filters,
    TokenUnit tokenUnit,
    long pairsRead,
    Dropped dropped,
    long pairsKept,
    long distinctPairs,
    SideStatistics english,
    SideStatistics german) {

  /** What counts as a token. */
  public enum TokenUnit {
    /** Stretches between white space. */
    @JsonProperty("words")
    WORDS,
    /** Pieces of the subword model. */
    @JsonProperty("subwords")
    SUBWORDS
  }

  /**
   * Pairs left out, each counted under the first reason that holds; see {@link PairFilter}.
   *
   * @param blankSide a side was blank
   * @param tooLong a side had too many tokens
   * @param lengthRatio the sides' lengths differed too much
   * @param identicalSides both sides were the same
   * @param duplicate the pair had been there before
   */
  public record Dropped(
      long blankSide, long tooLong, long lengthRatio, long identicalSides, long duplicate) {
    /** Pairs left out for that reason. */
    public long count(PairFilter filter) {
      return switch (filter) {
        case BLANK_SIDE -> blankSide;
        case TOO_LONG -> tooLong;
        case LENGTH_RATIO -> lengthRatio;
        case IDENTICAL_SIDES -> identicalSides;
        case DUPLICATE -> duplicate;
      };
    }
  }

  /** Refuses missing parts. */
  public CorpusReport {
    files = List.copyOf(files);
    Objects.requireNonNull(filters, "filters");
    Objects.requireNonNull(tokenUnit, "tokenUnit");
    Objects.requireNonNull(dropped, "dropped");
    Objects.requireNonNull(english, "english");
    Objects.requireNonNull(german, "german");
  }

  /** The same report on files of the same content that lie elsewhere. */
  CorpusReport withFiles(List<FileFingerprint> others) {
    return new CorpusReport(
        others, filters, tokenUnit, pairsRead, dropped, pairsKept, distinctPairs, english, german);
  }

  /** The report as a table for people, several lines, each ended by {@code \n}. */
  public String table() {
    return ReportTable.of(this);
  }
}
