package dev.dolmetsch.data.corpus;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.FileProblems;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What a file is known by.
 *
 * @param path the file as it was named
 * @param bytes its size on disk
 * @param sha256 the SHA-256 of its bytes on disk (of the compressed bytes of a .gz), 64 hexadecimal
 *     digits
 */
public record FileFingerprint(String path, long bytes, String sha256) {
  /** Refuses a missing path and a malformed hash. */
  public FileFingerprint {
    Objects.requireNonNull(path, "path");
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes must be at least 0, but is " + bytes);
    }
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("sha256 must be 64 hex digits, but is " + sha256);
    }
  }

  /**
   * Reads a file to its end.
   *
   * @throws DolmetschException if it cannot be read
   */
  public static FileFingerprint of(Path file) {
    try (DigestedFile in = DigestedFile.open(file)) {
      in.transferTo(OutputStream.nullOutputStream());
      return in.fingerprint();
    } catch (IOException e) {
      throw FileProblems.notRead(file, e);
    }
  }
}
