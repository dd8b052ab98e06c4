package dev.dolmetsch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.data.DolmetschException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailuresTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int failure(Throwable thrown, boolean debug) {
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            OutputStream.nullOutputStream(),
            new PrintStream(err, true, UTF_8),
            false,
            false,
            false,
            80);
    return new Failures(terminal, debug).failure(thrown);
  }

  private String said() {
    return err.toString(UTF_8);
  }

  @Test
  void aFailureThatAUserCanMendIsItsMessage() {
    assertEquals(1, failure(new DolmetschException("x.en:3: not valid UTF-8"), false));
    assertEquals("dolmetsch: x.en:3: not valid UTF-8\n", said());
  }

  @Test
  void anUnexpectedFailureNamesItselfInOneLineAndAsksForDebug() {
    assertEquals(1, failure(new IllegalStateException("two\nlines"), false));
    assertEquals(
        "dolmetsch: unexpected failure, java.lang.IllegalStateException: two; lines; run again with"
            + " --debug\n",
        said());
  }

  @Test
  void debugShowsWhereItHappened() {
    failure(new IllegalStateException("broken"), true);
    assertTrue(said().contains("at dev.dolmetsch.cli.FailuresTest"), said());
  }

  @Test
  void aFullHeapAndFullNativeMemorySayWhatToDo() {
    assertEquals(1, failure(new OutOfMemoryError("Java heap space"), false));
    assertTrue(said().contains("DOLMETSCH_HEAP"), said());
    assertEquals(
        1, failure(new RuntimeException(new OutOfMemoryError("Physical memory usage")), false));
    assertTrue(said().contains("DOLMETSCH_NATIVE"), said());
    assertEquals(2, said().lines().count(), said());
  }

  @Test
  void nativesThatCannotBeUnpackedAreNamedWithTheFolderToChoose() {
    IOException cause = new IOException("No space left on device");
    assertEquals(1, failure(new ExceptionInInitializerError(cause), false));
    assertEquals(1, said().lines().count(), said());
    assertTrue(said().contains("(java.io.IOException: No space left on device)"), said());
    assertTrue(said().contains("DOLMETSCH_NATIVES"), said());
  }

  @Test
  void aClosedPipeEndsQuietly(@TempDir Path folder) throws IOException {
    CommandLineRun run = CommandLineRun.into(failingWith("Broken pipe"), statistics(folder));
    assertEquals(141, run.exitCode());
    assertEquals("", run.err());
  }

  @Test
  void aFullDiskBehindStandardOutputIsAFailure(@TempDir Path folder) throws IOException {
    CommandLineRun run =
        CommandLineRun.into(failingWith("No space left on device"), statistics(folder));
    assertEquals(1, run.exitCode());
    assertEquals(
        "dolmetsch: standard output: cannot be written: No space left on device\n", run.err());
  }

  private static String[] statistics(Path folder) throws IOException {
    Path tsv = Files.writeString(folder.resolve("pairs.tsv"), "a dog\tein Hund\n");
    return new String[] {"data", "stats", tsv.toString()};
  }

  private static OutputStream failingWith(String message) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(message);
      }
    };
  }
}
