package dev.dolmetsch.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Says how to go on, if Ctrl-C or SIGTERM end the process while an output is being written. */
final class StopNotice implements AutoCloseable {
  private final Thread hook;

  /**
   * From now on.
   *
   * @param output the file that is to be; without one there is nothing to say
   */
  StopNotice(Optional<Path> output, Terminal terminal) {
    this.hook = new Thread(() -> output.ifPresent(file -> say(file, terminal)), "stop-notice");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private static void say(Path output, Terminal terminal) {
    Path part = PartFile.of(output);
    if (Files.isRegularFile(part)) {
      terminal.say(
          "stopped; %s has what was written: go on with the same command and --continue", part);
    }
  }

  /** No longer. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException processEnds) {
      // It is being said.
    }
  }
}
