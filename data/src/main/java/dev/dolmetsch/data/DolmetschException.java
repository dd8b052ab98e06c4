package dev.dolmetsch.data;

/**
 * A failure that a user can mend: its message says what is wrong, where, and what to do, in one
 * line.
 *
 * <p>The command line prints the message alone and exits with 1, or with 2 where the command line
 * itself is wrong; everything else that is thrown is a defect of the program.
 */
public class DolmetschException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure described by a complete one-line message. */
  public DolmetschException(String message) {
    super(message);
  }

  /** A failure described by a complete one-line message, and what caused it. */
  public DolmetschException(String message, Throwable cause) {
    super(message, cause);
  }
}
