package dev.dolmetsch.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where lines are read from and written to. */
final class InputAndOutput {
  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "Read this file, plain or gzip, instead of standard input.")
  private Optional<Path> input = Optional.empty();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "Write this file instead of standard output; it appears when everything is done.")
  private Optional<Path> output = Optional.empty();

  /** Opens the input. */
  Lines lines(Terminal terminal) {
    return Lines.of(input, terminal);
  }

  /** Opens the input. */
  Lines lines(Terminal terminal, Lines.InvalidUtf8 invalidUtf8) {
    return Lines.of(input, terminal, invalidUtf8);
  }

  /** Whether the input is a file, all of which is there. */
  boolean fromFile() {
    return input.isPresent() && Files.isRegularFile(input.get());
  }

  /** The file to write, unless it is standard output. */
  Optional<Path> output() {
    return output;
  }

  /** Opens the output. */
  Results results(Terminal terminal) {
    return Results.to(output, terminal);
  }

  /** Whether somebody types lines and waits for an answer to each. */
  boolean conversing(Terminal terminal) {
    return input.isEmpty() && terminal.typing();
  }
}
