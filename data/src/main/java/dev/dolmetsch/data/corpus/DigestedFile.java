package dev.dolmetsch.data.corpus;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.FileProblems;
import dev.dolmetsch.data.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The bytes of a file, counted and hashed as they pass. */
final class DigestedFile extends FilterInputStream {
  private final Path file;
  private final MessageDigest sha256 = Sha256.digest();
  private long bytes;

  private DigestedFile(Path file, InputStream in) {
    super(in);
    this.file = file;
  }

  /** Opens a file, or says in one line why that cannot be. */
  static DigestedFile open(Path file) {
    if (Files.isDirectory(file)) {
      throw new DolmetschException(file + ": is a directory; name the file itself");
    }
    try {
      return new DigestedFile(file, Files.newInputStream(file));
    } catch (IOException e) {
      throw FileProblems.notRead(file, e);
    }
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    if (value >= 0) {
      sha256.update((byte) value);
      bytes++;
    }
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    if (count > 0) {
      sha256.update(buffer, offset, count);
      bytes += count;
    }
    return count;
  }

  /** Zero, which is always allowed: asking a pipe fails. */
  @Override
  public int available() {
    return 0;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** Of what was read; call it once, at the end. */
  FileFingerprint fingerprint() {
    return new FileFingerprint(file.toString(), bytes, HexFormat.of().formatHex(sha256.digest()));
  }
}
