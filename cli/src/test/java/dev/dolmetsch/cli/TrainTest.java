package dev.dolmetsch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The train verb, on the run of {@link TinyRun}. */
class TrainTest {
  @TempDir static Path folder;

  @Test
  void trainingReportsOnStandardErrorAndPrintsTheModelsPath() {
    assertEquals(0, TinyRun.TRAINING.exitCode(), TinyRun.TRAINING.err());
    assertTrue(Files.isDirectory(Path.of(TinyRun.TRAINING.out().strip())), TinyRun.TRAINING.out());
    assertTrue(TinyRun.TRAINING.err().contains("update 4/4"), TinyRun.TRAINING.err());
    assertTrue(TinyRun.TRAINING.err().contains("learning rate"), TinyRun.TRAINING.err());
  }

  @Test
  void aRunIsNotOverwritten() {
    CommandLineRun again =
        CommandLineRun.of("train", TinyRun.CONFIG.toString(), "--run", TinyRun.PATH);
    assertEquals(1, again.exitCode());
    assertTrue(again.err().contains("--resume"), again.err());
  }

  /** What libraries print when they are loaded shows in a process of its own only. */
  @Test
  void librariesPrintNothing() throws IOException, InterruptedException {
    List<String> training =
        List.of(
            "train",
            TinyRun.CONFIG.toString(),
            "--run",
            folder.resolve("silent").toString(),
            "--set",
            "training.max_updates=1");
    Pattern ours =
        Pattern.compile("(dolmetsch|subwords|corpus|model|update|validation|test set)\\b.*");
    assertEquals(
        List.of(),
        standardError(training).stream().filter(line -> !ours.matcher(line).matches()).toList());
    assertEquals(List.of(), standardError(List.of("translate", "--model", TinyRun.PATH)));
  }

  private static List<String> standardError(List<String> arguments)
      throws IOException, InterruptedException {
    Path error = folder.resolve("stderr");
    ProcessBuilder builder =
        ChildProcess.of(List.of(), arguments)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(error.toFile());
    Process process = builder.start();
    try (OutputStream input = process.getOutputStream()) {
      input.write("The dog sleeps.\n".getBytes(UTF_8));
    }
    assertEquals(0, process.waitFor(), Files.readString(error, UTF_8));
    return Files.readAllLines(error, UTF_8);
  }
}
