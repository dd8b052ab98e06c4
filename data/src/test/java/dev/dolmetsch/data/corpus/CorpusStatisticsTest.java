package dev.dolmetsch.data.corpus;

import static dev.dolmetsch.data.corpus.TestFiles.failure;
import static dev.dolmetsch.data.corpus.TestFiles.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusStatisticsTest {
  /** At least one pair for each filter; a pair that several filters would drop comes twice. */
  private static final String TSV =
      """
      A dog runs .\tEin Hund läuft .
      \tleer
      \u00a0\u200b\tnur Unsichtbares
      one two three four five six\teins zwei drei vier fünf sechs
      one\teins zwei drei vier
      Taxi\tTaxi
      one two three four five six\tone two three four five six
      A dog runs .\tEin Hund läuft .
      A dog runs .\tEin Hund rennt .
      """;

  private static final CorpusFilters STRICT = new CorpusFilters(true, 5, 3.0, true, true);

  @TempDir Path folder;

  private CorpusReport report(CorpusFilters filters) throws IOException {
    return CorpusStatistics.of(CorpusFiles.of(write(folder, "x.tsv", TSV)), filters, folder);
  }

  @Test
  void everyPairIsCountedUnderTheFirstFilterThatDropsIt() throws IOException {
    CorpusReport report = report(STRICT);
    assertEquals(9, report.pairsRead());
    assertEquals(new CorpusReport.Dropped(2, 2, 1, 1, 1), report.dropped());
    assertEquals(2, report.pairsKept());
    assertEquals(2, report.distinctPairs());
    assertEquals(1, report.english().distinctSentences());
    assertEquals(2, report.german().distinctSentences());
    assertEquals(8, report.english().tokens());
    assertEquals(4.0, report.english().meanLength());
    assertEquals(CorpusReport.TokenUnit.WORDS, report.tokenUnit());
  }

  @Test
  void eachFilterCanBeSwitchedOff() throws IOException {
    assertEquals(9, report(CorpusFilters.none()).pairsKept());
    assertEquals(8, report(CorpusFilters.none()).distinctPairs());
    assertEquals(0, report(new CorpusFilters(false, 5, 3, true, true)).dropped().blankSide());
    assertEquals(0, report(new CorpusFilters(true, 0, 3, true, true)).dropped().tooLong());
    assertEquals(0, report(new CorpusFilters(true, 5, 0, true, true)).dropped().lengthRatio());
    assertEquals(0, report(new CorpusFilters(true, 5, 3, false, true)).dropped().identicalSides());
    assertEquals(0, report(new CorpusFilters(true, 5, 3, true, false)).dropped().duplicate());
  }

  @Test
  void lengthsAreSubwordsWhereThereIsAnEncoder() throws IOException {
    Path tsv = write(folder, "y.tsv", "abc\tabcdef\nab\tabcdefghi\n");
    CorpusReport report =
        CorpusStatistics.of(
            CorpusFiles.of(tsv),
            new CorpusFilters(true, 0, 2.0, true, true),
            line -> line.chars().toArray(),
            folder);
    assertEquals(CorpusReport.TokenUnit.SUBWORDS, report.tokenUnit());
    assertEquals(1, report.dropped().lengthRatio());
    assertEquals(6, report.german().tokens());
  }

  @Test
  void lengthsAreBinned() throws IOException {
    Path tsv =
        write(folder, "z.tsv", "a\t" + "b ".repeat(250) + "\n" + "a ".repeat(4) + "\tb b b b b\n");
    CorpusReport report = CorpusStatistics.of(CorpusFiles.of(tsv), CorpusFilters.none(), folder);
    assertEquals(List.of(0L, 2L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L), report.english().histogram());
    assertEquals(List.of(0L, 0L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L), report.german().histogram());
    assertEquals(250, report.german().maxLength());
    assertEquals(5, report.german().minLength());
  }

  @Test
  void aReportIsATableForPeopleAndJsonForPrograms() throws IOException {
    CorpusReport report = report(STRICT);
    String table = report.table();
    assertTrue(table.contains(report.files().get(0).sha256()), table);
    assertTrue(table.contains("exact duplicate"), table);
    assertTrue(table.contains("more than 5 words"), table);
    ObjectMapper json = new ObjectMapper();
    assertEquals(report, json.readValue(json.writeValueAsString(report), CorpusReport.class));
  }

  @Test
  void anEmptyCorpusIsRefused() throws IOException {
    Path empty = write(folder, "empty.tsv", "");
    assertTrue(
        failure(() -> CorpusStatistics.of(CorpusFiles.of(empty), STRICT, folder))
            .startsWith(empty + ": the corpus is empty"));
    assertTrue(
        failure(() -> CorpusStatistics.of(CorpusFiles.of(empty, empty), STRICT, folder))
            .contains("the corpus is empty"));
  }

  @Test
  void filtersOutOfRangeAreRefusedByName() {
    String tokens =
        assertThrows(
                IllegalArgumentException.class, () -> new CorpusFilters(true, -1, 3, true, true))
            .getMessage();
    assertEquals("data.filters.max_tokens must be 0 (off) or in 1–100000, but is -1", tokens);
    for (double ratio : new double[] {0.5, -1, 1001, Double.NaN}) {
      assertThrows(
          IllegalArgumentException.class, () -> new CorpusFilters(true, 5, ratio, true, true));
    }
  }

  @Test
  void multi30kIsReadWhole() {
    Path data = Path.of(System.getProperty("dolmetsch.shared", "../shared"), "data/multi30k");
    assumeTrue(Files.isDirectory(data), data + " is absent");
    CorpusReport report =
        CorpusStatistics.of(
            CorpusFiles.of(data.resolve("train.en"), data.resolve("train.de")),
            CorpusFilters.none(),
            folder);
    assertEquals(29_000, report.pairsRead());
    assertEquals(29_000, report.pairsKept());
  }
}
