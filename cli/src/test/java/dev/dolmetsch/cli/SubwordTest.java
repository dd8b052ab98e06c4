package dev.dolmetsch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that cut text into subwords and join it again. */
class SubwordTest {
  @TempDir static Path folder;

  @Test
  void aLineBeyondAMebibyteIsDecodedWhole() {
    String text = "x ".repeat(1 << 19) + "\u00e4";
    CommandLineRun run = decode("a\n" + text + "\n");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals("", run.err());
    assertEquals("a\n" + text.replace(" ", "") + "\n", run.out());
  }

  private static CommandLineRun decode(String input) {
    return CommandLineRun.withInput(input, "subword", "decode", "--model", TinyRun.PATH);
  }

  @Test
  void learntSubwordsAppearWholeUnderTheirName() throws IOException {
    Path models = Files.createDirectory(folder.resolve("models"));
    Path text = Files.writeString(folder.resolve("text"), "a cat and a dog\n".repeat(9));
    Path model = Files.writeString(models.resolve("joint.model"), "old");
    CommandLineRun learning =
        CommandLineRun.of(
            "subword", "train", "--size", "20", "--output", model.toString(), text.toString());
    assertEquals(0, learning.exitCode(), learning.err());
    try (Stream<Path> files = Files.list(models)) {
      assertEquals(List.of(model), files.toList());
    }
    CommandLineRun pieces =
        CommandLineRun.withInput("dog\n", "subword", "encode", "--model", model.toString());
    assertEquals(0, pieces.exitCode(), pieces.err());
  }

  @Test
  void subwordsAreJoinedToTheTextThatTheyWereCutFrom() {
    String text = "Der Hund schläft.\n\n";
    CommandLineRun ids =
        CommandLineRun.withInput(text, "subword", "encode", "--model", TinyRun.PATH, "--ids");
    CommandLineRun joined =
        CommandLineRun.withInput(ids.out(), "subword", "decode", "--model", TinyRun.PATH, "--ids");
    assertEquals(text, joined.out(), ids.out());
    CommandLineRun wrong =
        CommandLineRun.withInput(
            "1\n9999\n", "subword", "decode", "--model", TinyRun.PATH, "--ids");
    assertEquals(1, wrong.exitCode());
    assertTrue(wrong.err().contains("standard input:2"), wrong.err());
  }
}
