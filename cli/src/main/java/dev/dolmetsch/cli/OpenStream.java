package dev.dolmetsch.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Outputs that a shell has opened before this process began: {@code /dev/stderr}, {@code >(…)}. */
final class OpenStream {
  private static final Set<String> STANDARD_ERROR =
      Set.of("/dev/stderr", "/dev/fd/2", "/proc/self/fd/2");

  private OpenStream() {}

  /** Whether a path names one, be it a file, which is then written on, or a pipe. */
  static boolean isNamedBy(Path path) {
    return isStandardError(path) || path.startsWith("/dev/fd") || path.startsWith("/proc/self/fd");
  }

  private static boolean isStandardError(Path path) {
    return STANDARD_ERROR.contains(path.toString());
  }

  /** To write on it; standard error stays open when this is closed. */
  static OutputStream of(Path path) throws IOException {
    if (!isStandardError(path)) {
      return Files.newOutputStream(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }
    // Opening a file once more would begin at another place than the shell's next command.
    return new FilterOutputStream(new FileOutputStream(FileDescriptor.err)) {
      @Override
      public void write(byte[] bytes, int offset, int count) throws IOException {
        out.write(bytes, offset, count);
      }

      @Override
      public void close() throws IOException {
        flush(); // Messages still go there.
      }
    };
  }
}
