package dev.dolmetsch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the translate verb searches for and shows of it, on a model whose translations are nonsense.
 */
class TranslateSearchTest {
  @TempDir static Path folder;

  @Test
  void nBestListsNumberTheirLinesAndHaveScores() {
    CommandLineRun translation = TinyRun.translate("The dog sleeps.\n\nYes.\n", "--n-best", "2");
    List<String[]> rows = translation.out().lines().map(line -> line.split("\t", -1)).toList();
    assertEquals(List.of("1", "1", "2", "3", "3"), rows.stream().map(row -> row[0]).toList());
    assertTrue(rows.stream().allMatch(row -> row.length == 3));
    assertTrue(Double.parseDouble(rows.get(0)[1]) >= Double.parseDouble(rows.get(1)[1]));
  }

  @Test
  void moreTranslationsThanHypothesesAreRefused() {
    CommandLineRun translation = TinyRun.translate("Yes.\n", "--n-best", "3");
    assertEquals(2, translation.exitCode());
    assertTrue(translation.err().contains("--n-best must be in 1–--beam-size"), translation.err());
  }

  @Test
  void alignmentsStandBehindEachTranslation() {
    String input = "The dog sleeps.\n\nYes.\n";
    List<String> plain = TinyRun.translate(input).out().lines().toList();
    List<String> aligned = TinyRun.translate(input, "--alignments").out().lines().toList();
    assertEquals(3, aligned.size());
    assertEquals("\t", aligned.get(1));
    for (int i = 0; i < plain.size(); i++) {
      String[] columns = aligned.get(i).split("\t", -1);
      assertEquals(plain.get(i), columns[0]);
      assertTrue(columns[1].matches("(\\d+-\\d+( \\d+-\\d+)*)?"), columns[1]);
      for (String link : columns[1].isEmpty() ? new String[0] : columns[1].split(" ")) {
        int target = Integer.parseInt(link.substring(link.indexOf('-') + 1));
        assertTrue(target < plain.get(i).strip().split(" +").length, aligned.get(i));
      }
    }
    List<String> rows =
        TinyRun.translate(input, "--alignments=pieces", "--n-best", "2").out().lines().toList();
    assertTrue(rows.stream().allMatch(row -> row.split("\t", -1).length == 4), rows.toString());
  }

  @Test
  void samplesAreRepeatableHoweverLinesAreCutIntoChunks() {
    String input = "The dog sleeps.\n\nThe dog sleeps.\nYes.\n";
    String[] options = {"--method", "sampling", "--n-best", "3", "--top-k", "50", "--seed", "4"};
    List<String> all = texts(TinyRun.translate(input, options));
    List<String> more = new ArrayList<>(List.of(options));
    more.addAll(List.of("--chunk-lines", "1"));
    assertEquals(all, texts(TinyRun.translate(input, more.toArray(String[]::new))));
    assertEquals(10, all.size());
    options[7] = "5";
    assertFalse(all.equals(texts(TinyRun.translate(input, options))));
  }

  /** Without scores, whose last digits depend on what is computed together. */
  private static List<String> texts(CommandLineRun translation) {
    assertEquals(0, translation.exitCode(), translation.err());
    return translation.out().lines().map(line -> line.replaceFirst("\t[-0-9.]+\t", "\t")).toList();
  }

  @Test
  void whatCannotBeSearchedForIsRefusedByItsOption() {
    CommandLineRun diverse = TinyRun.translate("Yes.\n", "--diversity-groups", "3");
    assertEquals(2, diverse.exitCode());
    assertTrue(
        diverse.err().contains("--diversity-groups must be a divisor of --beam-size (2)"),
        diverse.err());
    CommandLineRun cold = TinyRun.translate("Yes.\n", "--method", "sampling", "--temperature", "0");
    assertEquals(2, cold.exitCode());
    assertTrue(cold.err().contains("--temperature must be in 0.01–100"), cold.err());
    CommandLineRun beam = TinyRun.translate("Yes.\n", "--top-k", "5");
    assertEquals(2, beam.exitCode());
    assertTrue(beam.err().contains("add --method sampling"), beam.err());
    CommandLineRun unknown = TinyRun.translate("Yes.\n", "--method", "magic");
    assertEquals(2, unknown.exitCode());
    assertTrue(unknown.err().contains("must be beam or sampling"), unknown.err());
    CommandLineRun layer = TinyRun.translate("Yes.\n", "--alignments", "--alignment-layer", "7");
    assertEquals(2, layer.exitCode());
    assertTrue(layer.err().contains("--alignment-layer must be in 0–1"), layer.err());
  }

  @ParameterizedTest
  @CsvSource({
    "--method sampling --beam-size 2, --method beam",
    "--method sampling --diversity-groups 2, --method beam",
    "--method sampling --diversity-penalty 1, --method beam",
    "--diversity-penalty 1, --diversity-groups",
    "--alignment-layer 0, alignments and the coverage penalty"
  })
  void anOptionThatWouldBeIgnoredIsRefusedBeforeThereIsAnOutput(String options, String remedy)
      throws IOException {
    Path output = Files.writeString(folder.resolve("ignored.de"), "old");
    CommandLineRun translation =
        TinyRun.translate("Yes.\n", (options + " --output " + output).split(" "));
    assertEquals(2, translation.exitCode());
    assertTrue(translation.err().contains(remedy), translation.err());
    assertEquals("old", Files.readString(output));
    assertFalse(Files.exists(folder.resolve("ignored.de.part")));
  }

  @Test
  void theAlignmentLayerMayBeGivenForWhatItIsAbout() {
    assertEquals(
        0, TinyRun.translate("Yes.\n", "--alignment-layer", "0", "--alignments").exitCode());
    assertEquals(
        0,
        TinyRun.translate("Yes.\n", "--alignment-layer", "0", "--coverage-penalty", "1")
            .exitCode());
  }

  @Test
  void prefixesBeginTheTranslations() throws IOException {
    CommandLineRun same = TinyRun.translate("The dog sleeps.\nYes.\n", "--prefix", "Der");
    assertEquals(0, same.exitCode(), same.err());
    assertTrue(same.out().lines().allMatch(line -> line.startsWith("Der")), same.out());
    Path file = Files.writeString(folder.resolve("prefixes"), "Ja\n\n");
    List<String> lines =
        TinyRun.translate("Yes.\nYes.\n", "--prefix-file", file.toString()).out().lines().toList();
    assertTrue(lines.get(0).startsWith("Ja"), lines.get(0));
    assertEquals(TinyRun.translate("Yes.\n").out().strip(), lines.get(1).strip());
    CommandLineRun few = TinyRun.translate("Yes.\nYes.\nYes.\n", "--prefix-file", file.toString());
    assertEquals(1, few.exitCode());
    assertTrue(few.err().contains("prefixes has only 2 lines"), few.err());
  }
}
