package dev.dolmetsch.cli;

import dev.dolmetsch.data.DolmetschException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Failures of files that the command line itself reads and writes. */
final class FileTrouble {
  private FileTrouble() {}

  /** A file that cannot be read. */
  static DolmetschException unreadable(Path file, IOException e) {
    return new DolmetschException(file + ": cannot be read: " + reason(e), e);
  }

  /** A file that cannot be written. */
  static DolmetschException unwritable(Path file, IOException e) {
    return new DolmetschException(file + ": cannot be written: " + reason(e), e);
  }

  /** What went wrong, without the file's name. */
  static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file or directory; check the path";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
