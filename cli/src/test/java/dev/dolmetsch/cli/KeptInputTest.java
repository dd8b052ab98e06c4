package dev.dolmetsch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that a command reads are still there afterwards, and text without words is no text. */
class KeptInputTest {
  @TempDir static Path folder;
  private static Path run;
  private static Path subwords;

  @BeforeAll
  static void train() throws IOException {
    run = UselessModel.train(folder, "{max_length_factor: 0, max_length_offset: 3}");
    subwords = folder.resolve("subword.model");
    Files.copy(run.resolve("checkpoints/update-1/sentencepiece.model"), subwords);
  }

  private static void refused(Path kept, String input, String... arguments) throws IOException {
    byte[] before = Files.readAllBytes(kept);
    CommandLineRun command = CommandLineRun.withInput(input.getBytes(UTF_8), arguments);
    assertEquals(2, command.exitCode(), command.err());
    assertTrue(command.err().contains("which would be lost"), command.err());
    assertEquals(new String(before, UTF_8), new String(Files.readAllBytes(kept), UTF_8));
  }

  @Test
  void noOutputTakesThePlaceOfWhatIsRead() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "Ein Hund läuft.\n");
    String model = subwords.toString();
    refused(text, "", "subword", "train", "--size", "40", "--output", text + "", text + "");
    refused(subwords, "A", "subword", "encode", "--model", model, "--output", model);
    refused(subwords, "A", "subword", "decode", "--model", model, "--output", model);
    refused(
        text,
        "A\n",
        "translate",
        "--model",
        run + "",
        "--prefix-file",
        text + "",
        "--output",
        text + "");
  }

  @Test
  void idsAreReadWithWindowsLineEndsAndRefusedByName() {
    String[] decode = {"subword", "decode", "--ids", "--model", subwords.toString()};
    CommandLineRun plain = CommandLineRun.withInput("15 16\n".getBytes(UTF_8), decode);
    assertEquals(0, plain.exitCode(), plain.err());
    assertEquals(plain.out(), CommandLineRun.withInput("15 16\r\n".getBytes(UTF_8), decode).out());
    CommandLineRun wrong = CommandLineRun.withInput("15 x\n".getBytes(UTF_8), decode);
    assertEquals(1, wrong.exitCode());
    assertTrue(wrong.err().contains("\"x\" is no whole number"), wrong.err());
  }

  @Test
  void noShortlistIsMadeOfBlankLines() throws IOException {
    Path blank = Files.writeString(folder.resolve("blank"), "\n\n");
    CommandLineRun command =
        CommandLineRun.of(
            "shortlist", "--model", run + "", "--source", blank + "", "--target", blank + "");
    assertEquals(1, command.exitCode());
    assertTrue(command.err().contains("no line has words in both"), command.err());
    assertTrue(Files.notExists(run.resolve("checkpoints/update-1/shortlist.txt")));
  }

  @Test
  void layersThatAreNotThereAreAMistakeOfTheCommandLine() {
    CommandLineRun command =
        CommandLineRun.of("explain", "--model", run + "", "--layer", "9", "A dog.");
    assertEquals(2, command.exitCode(), command.err());
    assertTrue(command.err().contains("there is no layer 9"), command.err());
  }
}
