package dev.dolmetsch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dolmetsch.data.ShellWords;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;

/**
 * What a command reads from and writes to.
 *
 * @param in standard input, bytes
 * @param out standard output, bytes: results and nothing else
 * @param err standard error, text: everything that is said to people
 * @param typing whether somebody types the input, line by line
 * @param printing whether results are printed where somebody reads them
 * @param watching whether somebody watches standard error, so that a line may be redrawn
 * @param columns width of a line
 */
record Terminal(
    InputStream in,
    OutputStream out,
    PrintStream err,
    boolean typing,
    boolean printing,
    boolean watching,
    int columns) {
  private static final int USUAL_COLUMNS = 80;

  /** Picocli refuses to lay help out in less. */
  private static final int FEWEST_COLUMNS = 55;

  /**
   * That of this process. Java cannot tell which streams are terminals; the launcher can, and says
   * so in system properties.
   */
  static Terminal ofProcess() {
    // System.out is not used: it follows the locale's charset and swallows errors.
    return new Terminal(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8),
        Boolean.getBoolean("dolmetsch.terminal.in"),
        Boolean.getBoolean("dolmetsch.terminal.out"),
        Boolean.getBoolean("dolmetsch.terminal.err"),
        columnsOfProcess());
  }

  private static int columnsOfProcess() {
    int columns = Integer.getInteger("dolmetsch.terminal.columns", USUAL_COLUMNS);
    // Terminals that do not know their width say 0.
    return columns <= 0 ? USUAL_COLUMNS : Math.max(FEWEST_COLUMNS, columns);
  }

  /** How this program was called, as a shell takes it, for messages that name a command to type. */
  String command() {
    return ShellWords.quoted(System.getProperty("dolmetsch.command", "dolmetsch"));
  }

  /** Says one line on standard error, named as the program's. */
  void say(String message) {
    err.println("dolmetsch: " + message);
    err.flush();
  }

  /** Says one formatted line, with decimal points whatever the locale. */
  void say(String format, Object... values) {
    say(String.format(Locale.ROOT, format, values));
  }
}
