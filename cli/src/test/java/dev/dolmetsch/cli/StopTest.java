package dev.dolmetsch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What signals do to a training in a process of its own. */
@DisabledOnOs(OS.WINDOWS)
class StopTest {
  private static final int TERMINATED = 143;

  @TempDir Path folder;

  @Test
  void aTerminatedTrainingWritesACheckpointAndSaysHowToGoOn() throws Exception {
    Path run = folder.resolve("a run");
    Path errors = folder.resolve("errors");
    Process training =
        ChildProcess.of(
                List.of(),
                List.of(
                    "train",
                    TinyRun.CONFIG.toString(),
                    "--run",
                    run.toString(),
                    "--set",
                    "training.max_updates=1000000",
                    "--set",
                    "training.log_every=1",
                    "--set",
                    "training.checkpoint_every=1000000",
                    "--set",
                    "validation.every=1000000"))
            .redirectError(errors.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      awaitUpdate(training, errors);
      training.destroy();
      assertTrue(training.waitFor(1, TimeUnit.MINUTES), "it did not stop");
    } finally {
      training.destroyForcibly();
    }
    String said = Files.readString(errors);
    assertEquals(TERMINATED, training.exitValue(), said);
    assertTrue(said.contains("stopping: writing a checkpoint"), said);
    assertTrue(said.contains("go on with: ") && said.contains("--resume"), said);
    assertTrue(said.contains("'" + run + "'"), said);
    assertFalse(said.contains("\tat "), said);
    String last = Files.readString(run.resolve("last")).strip();
    assertTrue(Files.exists(run.resolve(last).resolve("training-state.json")), last);
  }

  private static void awaitUpdate(Process training, Path errors)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (!Files.readString(errors).contains("update 2/")) {
      assertTrue(training.isAlive() && System.nanoTime() < end, Files.readString(errors));
      Thread.sleep(50);
    }
  }
}
