package dev.dolmetsch.data.corpus;

import java.util.List;
import java.util.Locale;

/** Lays a {@link CorpusReport} out for people. */
final class ReportTable {
  private static final int BAR_WIDTH = 20;

  private final StringBuilder out = new StringBuilder();

  private ReportTable() {}

  static String of(CorpusReport report) {
    ReportTable table = new ReportTable();
    table.files(report.files());
    table.pairs(report);
    table.sides(report.english(), report.german(), report.tokenUnit());
    return table.out.toString();
  }

  private void files(List<FileFingerprint> files) {
    for (FileFingerprint file : files) {
      line("%s  %,d bytes", file.path(), file.bytes());
      line("  sha256 %s", file.sha256());
    }
  }

  private void pairs(CorpusReport report) {
    line("");
    line("%-24s%,14d", "pairs read", report.pairsRead());
    for (PairFilter filter : PairFilter.values()) {
      line(
          "  %-22s%,14d  %s",
          filter.label(), -report.dropped().count(filter), setting(filter, report));
    }
    line("%-24s%,14d", "pairs kept", report.pairsKept());
    line("%-24s%,14d", "distinct pairs", report.distinctPairs());
  }

  private static String setting(PairFilter filter, CorpusReport report) {
    CorpusFilters filters = report.filters();
    return switch (filter) {
      case BLANK_SIDE -> onOrOff(filters.dropBlank());
      case TOO_LONG ->
          filters.maxTokens() == 0
              ? "off"
              : "more than " + filters.maxTokens() + " " + unit(report.tokenUnit());
      case LENGTH_RATIO ->
          filters.maxLengthRatio() == 0 ? "off" : "more than " + filters.maxLengthRatio() + " to 1";
      case IDENTICAL_SIDES -> onOrOff(filters.dropIdentical());
      case DUPLICATE -> onOrOff(filters.dropDuplicates());
    };
  }

  private static String onOrOff(boolean on) {
    return on ? "" : "off";
  }

  private static String unit(CorpusReport.TokenUnit unit) {
    return unit.name().toLowerCase(Locale.ROOT);
  }

  private void sides(SideStatistics english, SideStatistics german, CorpusReport.TokenUnit unit) {
    line("");
    line("%-24s%14s%14s", "kept", "English", "German");
    line(
        "%-24s%,14d%,14d",
        "distinct sentences", english.distinctSentences(), german.distinctSentences());
    line("%-24s%,14d%,14d", unit(unit), english.tokens(), german.tokens());
    line("%-24s%14.2f%14.2f", "mean length", english.meanLength(), german.meanLength());
    line("%-24s%,14d%,14d", "shortest", english.minLength(), german.minLength());
    line("%-24s%,14d%,14d", "longest", english.maxLength(), german.maxLength());
    line("");
    line("%-24s%14s%14s", "sentences of " + unit(unit), "English", "German");
    long largest =
        Math.max(
            1,
            Math.max(
                english.histogram().stream().mapToLong(Long::longValue).max().orElse(0),
                german.histogram().stream().mapToLong(Long::longValue).max().orElse(0)));
    for (int i = 0; i < SideStatistics.BIN_STARTS.size(); i++) {
      long left = english.histogram().get(i);
      long right = german.histogram().get(i);
      if (left > 0 || right > 0) {
        line(
            "  %-22s%,14d%,14d  %s", bin(i), left, right, bar(left, largest) + bar(right, largest));
      }
    }
  }

  private static String bin(int i) {
    List<Integer> starts = SideStatistics.BIN_STARTS;
    int start = starts.get(i);
    if (i == starts.size() - 1) {
      return start + " and more";
    }
    int last = starts.get(i + 1) - 1;
    return start == last ? String.valueOf(start) : start + "–" + last;
  }

  private static String bar(long count, long largest) {
    int length = (int) ((count * BAR_WIDTH + largest - 1) / largest);
    return "#".repeat(length) + " ".repeat(BAR_WIDTH + 1 - length);
  }

  private void line(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
