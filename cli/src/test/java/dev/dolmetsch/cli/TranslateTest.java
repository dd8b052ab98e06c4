package dev.dolmetsch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The translate verb on a model whose translations are nonsense. */
class TranslateTest {
  @TempDir static Path folder;

  @Test
  void oneLineComesOutForEachLineInAndBlankLinesStayBlank() {
    String input = "The dog sleeps.\n\n   \nA cat 😀\u2028runs.\u0085 Yes.\r\nlast";
    CommandLineRun translation = TinyRun.translate(input);
    assertEquals(0, translation.exitCode(), translation.err());
    assertEquals("", translation.err());
    List<String> lines = List.of(translation.out().split("\n", -1));
    assertEquals(6, lines.size(), translation.out());
    assertEquals("", lines.get(1));
    assertEquals("", lines.get(2));
    assertEquals("", lines.get(5), "the last line is ended");
  }

  @Test
  void theSizeOfChunksChangesNothing() {
    String input = "The dog sleeps.\n\nThe old woman reads a book.\nYes.\n".repeat(3);
    assertEquals(
        TinyRun.translate(input).out(), TinyRun.translate(input, "--chunk-lines", "1").out());
  }

  @Test
  void emptyInputGivesEmptyOutput() {
    assertEquals(new CommandLineRun(0, "", ""), TinyRun.translate(""));
  }

  @Test
  void aLineOfManySentencesIsTranslatedSentenceBySentence() {
    String one = TinyRun.translate("The dog sleeps.\n").out().strip();
    CommandLineRun translation =
        TinyRun.translate("Yes.\n" + "The dog sleeps. ".repeat(700) + "\nlast\n");
    assertEquals(0, translation.exitCode(), translation.err());
    assertEquals("", translation.err());
    List<String> lines = translation.out().lines().toList();
    assertEquals(3, lines.size());
    assertEquals((one + " ").repeat(700).strip(), lines.get(1));
  }

  @Test
  void anOverLongWordIsNamedAndTranslatedUpToTheLimit() {
    CommandLineRun translation = TinyRun.translate("Yes.\n" + "Thedogsleeps.".repeat(30) + "\n");
    assertEquals(0, translation.exitCode());
    assertEquals(2, translation.out().lines().count());
    assertTrue(
        translation
            .err()
            .startsWith("dolmetsch: standard input:2: warning: has a word of more than 40 pieces;"),
        translation.err());
  }

  @Test
  void maxLengthCutsLinesWithAWarning() {
    CommandLineRun cut =
        TinyRun.translate("Yes.\nThe dog sleeps. The cat runs.\n", "--max-length", "6");
    assertEquals(0, cut.exitCode());
    assertTrue(cut.err().startsWith("dolmetsch: standard input:2: warning: has "), cut.err());
    assertTrue(cut.err().contains("only the first 6 are translated"), cut.err());
    assertEquals(2, cut.out().lines().count());
  }

  @Test
  void refusedInvalidUtf8IsAnErrorWithItsLine() throws IOException {
    Path output = folder.resolve("out.de");
    String[] options = {
      "translate",
      "--model",
      TinyRun.PATH,
      "--invalid-utf8",
      "refuse",
      "--output",
      output.toString()
    };
    CommandLineRun first = CommandLineRun.withInput(new byte[] {(byte) 0xff, '\n'}, options);
    assertEquals(1, first.exitCode());
    assertTrue(first.err().contains("standard input:1: not valid UTF-8"), first.err());
    try (Stream<Path> files = Files.list(folder)) {
      assertFalse(
          files.anyMatch(file -> file.toString().contains("out.de")), "nothing was written");
    }

    CommandLineRun second =
        CommandLineRun.withInput(new byte[] {'a', '\n', (byte) 0xff, '\n'}, options);
    assertEquals(1, second.exitCode());
    assertTrue(second.err().contains("standard input:2: not valid UTF-8"), second.err());
    assertFalse(Files.exists(output));
    assertEquals(
        TinyRun.translate("a\n").out(),
        Files.readString(folder.resolve("out.de.part")),
        "the line before");
  }

  @Test
  void filesGoInAndOut() throws IOException {
    Path input = Files.writeString(folder.resolve("in.en"), "The dog sleeps.\nYes.\n");
    Path output = Files.writeString(folder.resolve("translated.de"), "old");
    CommandLineRun translation =
        TinyRun.translate("", "--input", input.toString(), "--output", output.toString());
    assertEquals(new CommandLineRun(0, "", ""), translation);
    assertEquals(
        TinyRun.translate("The dog sleeps.\nYes.\n").out(), Files.readString(output, UTF_8));
  }

  @Test
  void aMissingModelIsAFailureInOneLine() {
    CommandLineRun missing = CommandLineRun.of("translate", "--model", "nowhere");
    assertEquals(1, missing.exitCode());
    assertEquals(1, missing.err().lines().count(), missing.err());
  }
}
