package dev.dolmetsch.cli;

import java.io.IOException;

/** Nobody reads standard output any more, as behind {@code | head}: no failure, only the end. */
final class OutputClosedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutputClosedException(IOException cause) {
    super("standard output was closed", cause);
  }

  /** Whether writing failed because the reader is gone. */
  static boolean causedBy(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("Broken pipe") || message.contains("pipe is being closed");
  }
}
