package dev.dolmetsch.training;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The main class of a process that trains, and stands still after some update until it is killed:
 * {@code CORPUS RUN UPDATE OVERRIDE…}. Says {@code held} on standard output when it does. The end
 * of its standard input then ends it, so that it does not outlive the test. It resumes a run that
 * has a checkpoint.
 */
final class HeldTraining {
  private HeldTraining() {}

  public static void main(String[] arguments) {
    Recorder recorder = new Recorder();
    long heldAfter = Long.parseLong(arguments[2]);
    Path run = Path.of(arguments[1]);
    TrainingRequest request =
        new TrainingRequest(
            run,
            Trainer.lastCheckpoint(run).isPresent(),
            Optional.empty(),
            false,
            () -> {
              if (recorder.lastUpdate() >= heldAfter) {
                System.out.println("held");
                standStill();
              }
              return false;
            });
    String[] overrides = Arrays.copyOfRange(arguments, 3, arguments.length);
    Trainer.run(Runs.tiny(Path.of(arguments[0]), overrides), request, recorder);
  }

  private static void standStill() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
      Runtime.getRuntime().halt(3);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
