package dev.dolmetsch.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The process {@code dolmetsch}. */
public final class Main {
  private Main() {}

  /** Runs a command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Terminal terminal = Terminal.ofProcess();
    hushLibraries(terminal.err(), Arrays.asList(arguments).contains("--debug"));
    int exitCode = Program.run(terminal, arguments);
    terminal.err().flush();
    System.exit(exitCode);
  }

  /** Some libraries print to {@code System.out}; what is printed there is for results alone. */
  static void hushLibraries(PrintStream err, boolean debug) {
    System.setProperty("org.nd4j.log.initialization", String.valueOf(debug));
    if (debug) {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
      System.setOut(err);
    } else {
      System.setOut(
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }
  }
}
