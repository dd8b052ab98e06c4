package dev.dolmetsch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where lines are read from and written to. */
final class InputAndOutput {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "Read this file, plain or gzip, instead of standard input.")
  private Optional<Path> input = Optional.empty();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "Write this file instead of standard output; it appears when everything is done, in place of"
              + " one that is there.")
  private Optional<Path> output = Optional.empty();

  /**
   * Opens the input; what is no UTF-8 is refused.
   *
   * @throws ParameterException if it is the output, too
   */
  Lines lines(Terminal terminal) {
    return lines(terminal, Lines.InvalidUtf8.REFUSE);
  }

  /**
   * Opens the input.
   *
   * @throws ParameterException if it is the output, too
   */
  Lines lines(Terminal terminal, Lines.InvalidUtf8 invalidUtf8) {
    refuseOneFileForBoth();
    return Lines.of(input, terminal, invalidUtf8);
  }

  /** Whether the input is a file, all of which is there. */
  boolean fromFile() {
    return input.isPresent() && Files.isRegularFile(input.get());
  }

  private void refuseOneFileForBoth() {
    if (input.isEmpty() || output.isEmpty()) {
      return;
    }
    boolean same;
    try {
      same = Files.isRegularFile(input.get()) && Files.isSameFile(input.get(), output.get());
    } catch (IOException e) {
      same = false; // One of them is not there; whoever opens it says so.
    }
    if (same) {
      throw new ParameterException(
          spec.commandLine(),
          "--output " + output.get() + " is the input, which would be lost; name another file");
    }
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
