package dev.dolmetsch.model.decode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the processor can do, as far as loops of our own depend on it. */
final class Processor {
  private static final Path DESCRIPTION = Path.of("/proc/cpuinfo");

  private Processor() {}

  /**
   * Whether the processor is known to multiply and add in one instruction, to which the virtual
   * machine then compiles {@link Math#fma} unless it is told not to. All of ARM's do that have 64
   * bits; Linux tells it of Intel's and AMD's.
   */
  static boolean fusesMultiplyAdd() {
    if (System.getProperty("os.arch", "").equals("aarch64")) {
      return true;
    }
    try (Stream<String> lines = Files.lines(DESCRIPTION)) {
      return lines
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .map(line -> (line + " ").contains(" fma "))
          .orElse(false);
    } catch (IOException | UncheckedIOException e) {
      return false; // Another system.
    }
  }
}
