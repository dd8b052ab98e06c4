package dev.dolmetsch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where lines are read from and written to. */
final class InputAndOutput {
  /** Links to whatever file the shell has opened, which must be written on, not replaced. */
  private static final Set<String> STANDARD_OUTPUT =
      Set.of("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description =
          "Read this file, plain or gzip, instead of standard input (which - names, too).")
  private Optional<Path> input = Optional.empty();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "Write this file instead of standard output (which - names, too); it appears when everything"
              + " is done, in place of one that is there.")
  private Optional<Path> output = Optional.empty();

  /**
   * Opens the input; what is no UTF-8 is refused.
   *
   * @throws ParameterException if it is the output, too
   */
  Lines lines(Terminal terminal) {
    return lines(terminal, Lines.InvalidUtf8.REFUSE, Lines.Limit.OF_TEXT);
  }

  /**
   * Opens the input.
   *
   * @throws ParameterException if it is the output, too, or the output cannot be what it is named
   */
  Lines lines(Terminal terminal, Lines.InvalidUtf8 invalidUtf8, Lines.Limit limit) {
    refuseOneFileForBoth();
    refuseMisleadingOutput();
    return Lines.of(input(), terminal, invalidUtf8, limit);
  }

  /** The file to read, unless it is standard input. */
  private Optional<Path> input() {
    return input.filter(path -> !path.toString().equals("-"));
  }

  /** Whether the input is a file, all of which is there. */
  boolean fromFile() {
    return input().filter(Files::isRegularFile).isPresent();
  }

  private void refuseMisleadingOutput() {
    if (output().filter(path -> path.toString().isEmpty()).isPresent()) {
      throw new ParameterException(spec.commandLine(), "--output is empty; name a file");
    }
    if (output().filter(path -> path.toString().endsWith(".gz")).isPresent()) {
      throw new ParameterException(
          spec.commandLine(),
          "--output "
              + output.orElseThrow()
              + " would not be compressed; name it without .gz, or leave --output out and write"
              + " | gzip > FILE");
    }
  }

  private void refuseOneFileForBoth() {
    if (input().isEmpty() || output().isEmpty()) {
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
    return output.filter(path -> !STANDARD_OUTPUT.contains(path.toString()));
  }

  /** Opens the output. */
  Results results(Terminal terminal) {
    return Results.to(output(), terminal);
  }

  /** Whether somebody types lines and waits for an answer to each. */
  boolean conversing(Terminal terminal) {
    return input().isEmpty() && terminal.typing();
  }
}
