package dev.dolmetsch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
   * Opens the input, of which nothing may be lost; what is no UTF-8 is refused.
   *
   * @throws ParameterException if it is the output, too
   */
  Lines lines(Terminal terminal) {
    return lines(terminal, Lines.InvalidUtf8.REFUSE, Lines.Limit.OF_RECORDS);
  }

  /**
   * Opens the input.
   *
   * @throws ParameterException if it is the output, too
   */
  Lines lines(Terminal terminal, Lines.InvalidUtf8 invalidUtf8, Lines.Limit limit) {
    input().ifPresent(this::keep);
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

  /** Refuses an output that could not be what its name says. */
  static void refuseMisleading(CommandSpec command, Path output) {
    if (output.toString().isEmpty()) {
      throw new ParameterException(command.commandLine(), "--output is empty; name a file");
    }
    if (output.toString().endsWith(".gz")) {
      throw new ParameterException(
          command.commandLine(),
          "--output "
              + output
              + " would not be compressed; name it without .gz, and compress it when it is there");
    }
  }

  /** Refuses an output in place of a file that is read. */
  void keep(Path read) {
    output().ifPresent(written -> refuseLoss(spec, written, List.of(read)));
  }

  /** Refuses an output in place of a file that is read. */
  static void refuseLoss(CommandSpec command, Path output, List<Path> read) {
    for (Path file : read) {
      boolean same;
      try {
        same = Files.isRegularFile(file) && Files.isSameFile(file, output);
      } catch (IOException e) {
        same = false; // One of them is not there; whoever opens it says so.
      }
      if (same) {
        throw new ParameterException(
            command.commandLine(),
            "--output " + output + " is an input, which would be lost; name another file");
      }
    }
  }

  /**
   * The file to write, unless it is standard output.
   *
   * @throws ParameterException if it could not be what its name says
   */
  Optional<Path> output() {
    Optional<Path> file = output.filter(path -> !STANDARD_OUTPUT.contains(path.toString()));
    file.ifPresent(path -> refuseMisleading(spec, path));
    return file;
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
