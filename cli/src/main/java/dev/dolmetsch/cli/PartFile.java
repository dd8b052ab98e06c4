package dev.dolmetsch.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.dolmetsch.data.DolmetschException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The name under which an output grows until it is complete, and what a killed process left there.
 */
final class PartFile {
  /** More digits than any line's number has. */
  private static final int MAX_DIGITS = 19;

  private PartFile() {}

  /** {@code out.de.part} for {@code out.de}. */
  static Path of(Path target) {
    return target.resolveSibling(target.getFileName() + ".part");
  }

  /**
   * Goes on with it, or begins it where nobody has. No other process can while the stream is open.
   *
   * @throws DolmetschException if one does already
   */
  static OutputStream append(Path part, boolean begun) throws IOException {
    StandardOpenOption made = begun ? StandardOpenOption.CREATE : StandardOpenOption.CREATE_NEW;
    FileChannel channel = FileChannel.open(part, made, StandardOpenOption.APPEND);
    lock(part, channel);
    return Channels.newOutputStream(channel);
  }

  private static void lock(Path part, FileChannel channel) throws IOException {
    boolean locked;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      locked = false;
    } catch (IOException noLocksOnThisFileSystem) {
      locked = true;
    }
    if (!locked) {
      channel.close();
      throw new DolmetschException(part + ": another run is writing this; wait for its end");
    }
  }

  /**
   * Cuts off what is incomplete.
   *
   * @param numbered whether a line of the input may have several lines of output, each with its
   *     number in front of a tab; the last number's lines may then not be all
   * @return for how many lines of the input the results are complete
   */
  static long keepComplete(Path part, boolean numbered) {
    try {
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        lock(part, channel);
      }
      Kept kept = numbered ? completeNumbers(part) : completeLines(part);
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.truncate(kept.bytes());
      }
      return kept.lines();
    } catch (IOException e) {
      throw FileTrouble.unreadable(part, e);
    }
  }

  /** So many bytes hold the results of so many lines. */
  private record Kept(long bytes, long lines) {}

  private static Kept completeLines(Path part) throws IOException {
    long lines = 0;
    long position = 0;
    long kept = 0;
    try (InputStream in = Files.newInputStream(part)) {
      byte[] buffer = new byte[1 << 16];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        for (int i = 0; i < count; i++) {
          if (buffer[i] == '\n') {
            lines++;
            kept = position + i + 1;
          }
        }
        position += count;
      }
    }
    return new Kept(kept, lines);
  }

  private static Kept completeNumbers(Path part) throws IOException {
    long number = 0;
    long numberStart = 0;
    long position = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(part), 1 << 16)) {
      ByteArrayOutputStream digits = new ByteArrayOutputStream();
      boolean inNumber = true;
      long lineStart = 0;
      for (int b = in.read(); b >= 0; b = in.read()) {
        position++;
        if (inNumber && b == '\t') {
          inNumber = false;
          long next = number(part, digits);
          if (next != number) {
            number = next;
            numberStart = lineStart;
          }
        } else if (b == '\n') {
          inNumber = true;
          digits.reset();
          lineStart = position;
        } else if (inNumber && digits.size() < MAX_DIGITS) {
          digits.write(b);
        }
      }
    }
    return new Kept(numberStart, Math.max(0, number - 1));
  }

  private static long number(Path part, ByteArrayOutputStream digits) {
    try {
      return Long.parseLong(digits.toString(US_ASCII));
    } catch (NumberFormatException e) {
      throw new DolmetschException(
          part + ": holds no n-best lists; continue with the options that it was begun with", e);
    }
  }
}
