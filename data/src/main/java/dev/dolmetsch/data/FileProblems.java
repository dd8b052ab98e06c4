package dev.dolmetsch.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/** What the operating system's refusals mean to the person who has to mend them. */
public final class FileProblems {
  /** With less than this left, a failed write is put down to the full disk. */
  private static final long ALMOST_NOTHING = 1 << 20;

  private FileProblems() {}

  /** What happened, in words; Java's exceptions of this kind have the path alone as message. */
  public static String reason(IOException e) {
    Optional<String> known = known(e);
    if (known.isPresent()) {
      return known.get();
    }
    if (e instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** What Java has an exception of its own for. */
  private static Optional<String> known(IOException e) {
    if (e instanceof NoSuchFileException) {
      return Optional.of("no such file or directory");
    }
    if (e instanceof AccessDeniedException) {
      return Optional.of("permission denied");
    }
    if (e instanceof NotDirectoryException) {
      return Optional.of("not a directory");
    }
    return e instanceof FileAlreadyExistsException
        ? Optional.of("it exists already")
        : Optional.empty();
  }

  /** A file that cannot be read. */
  public static DolmetschException notRead(Path file, IOException e) {
    return new DolmetschException(
        e instanceof NoSuchFileException
            ? file + ": no such file; check the path"
            : file + ": cannot be read: " + reason(e),
        e);
  }

  /** A failed write of {@code target}, told as a full disk where it was one. */
  public static DolmetschException notWritten(Path target, IOException e) {
    if (isFullDisk(target, e)) {
      return new DolmetschException(
          target
              + ": the disk is full (no space left on device); free some space and go on (a training"
              + " with --resume): everything written before is untouched",
          e);
    }
    Path folder = target.toAbsolutePath().getParent();
    return new DolmetschException(
        target
            + ": cannot be written: "
            + (e instanceof NoSuchFileException && folder != null && !Files.exists(folder)
                ? "there is no folder " + folder + "; make it first"
                : reason(e)),
        e);
  }

  private static boolean isFullDisk(Path target, IOException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("No space left")
        || message.contains("not enough space")
        || message.contains("quota exceeded")) {
      return true;
    }
    if (known(e).isPresent()) {
      return false; // Says what it is, however full the disk may be.
    }
    Path parent = target.toAbsolutePath().getParent();
    try {
      // The message is in the language of the operating system; the free space is not.
      if (parent == null) {
        return false;
      }
      // A medium that cannot be written has no free space either.
      FileStore store = Files.getFileStore(parent);
      return !store.isReadOnly() && store.getUsableSpace() < ALMOST_NOTHING;
    } catch (IOException unknown) {
      return false;
    }
  }
}
