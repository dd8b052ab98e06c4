package dev.dolmetsch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/** A command line run in this process: its exit code and what it wrote. */
record CommandLineRun(int exitCode, String out, String err) {
  /** Runs with nothing on standard input. */
  static CommandLineRun of(String... arguments) {
    return withInput("", arguments);
  }

  /** Runs with that text on standard input. */
  static CommandLineRun withInput(String input, String... arguments) {
    return withInput(input.getBytes(UTF_8), arguments);
  }

  /** Runs with these bytes on standard input. */
  static CommandLineRun withInput(byte[] input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    return run(input, out, arguments);
  }

  /** Runs with another standard output; {@code out()} is then empty. */
  static CommandLineRun into(OutputStream out, String... arguments) {
    return run(new byte[0], out, arguments);
  }

  private static CommandLineRun run(byte[] input, OutputStream out, String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input),
            out,
            new PrintStream(err, true, UTF_8),
            false,
            false,
            false,
            80);
    int exitCode = Program.run(terminal, arguments);
    String written = out instanceof ByteArrayOutputStream bytes ? bytes.toString(UTF_8) : "";
    return new CommandLineRun(exitCode, written, err.toString(UTF_8));
  }
}
