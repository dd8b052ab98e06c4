package dev.dolmetsch.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.FileProblems;
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
import java.util.EnumSet;
import java.util.Set;

/**
 * The name under which an output grows until it is complete, and what a killed process left there.
 */
final class PartFile implements AutoCloseable {
  /** More digits than any line's number has. */
  private static final int MAX_DIGITS = 19;

  private final Path path;
  private final FileChannel channel;
  private final boolean isNew;

  private PartFile(Path path, FileChannel channel, boolean isNew) {
    this.path = path;
    this.channel = channel;
    this.isNew = isNew;
  }

  /** {@code out.de.part} for {@code out.de}. */
  static Path of(Path target) {
    return target.resolveSibling(target.getFileName() + ".part");
  }

  /**
   * Goes on with it, or begins it where nobody has. No other process can while it is open.
   *
   * @throws DolmetschException if one does already
   */
  static PartFile open(Path part, boolean begun) throws IOException {
    boolean isNew = !begun || !Files.exists(part);
    Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (isNew) {
      options.add(StandardOpenOption.CREATE_NEW);
    }
    FileChannel channel = FileChannel.open(part, options);
    try {
      if (!takeLock(channel)) {
        throw new DolmetschException(part + ": another run is writing this; wait for its end");
      }
      if (!isNew && !Files.exists(part)) {
        throw new DolmetschException(
            part + ": another run has just completed this; give the same command again");
      }
      channel.position(channel.size());
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
    return new PartFile(part, channel, isNew);
  }

  /** False if somebody else has it. */
  private static boolean takeLock(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    } catch (IOException noLocksOnThisFileSystem) {
      return true;
    }
  }

  /** Whether nobody had begun it. */
  boolean isNew() {
    return isNew;
  }

  /** Writes behind what is there; closing it lets others have the file. */
  OutputStream stream() {
    return Channels.newOutputStream(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /**
   * Cuts off what is incomplete.
   *
   * @param numbered whether a line of the input may have several lines of output, each with its
   *     number in front of a tab; the last number's lines may then not be all
   * @return for how many lines of the input the results are complete
   */
  long keepComplete(boolean numbered) {
    try {
      channel.position(0);
      // Not closed, as the channel would be.
      InputStream in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
      Kept kept = numbered ? completeNumbers(path, in) : completeLines(in);
      channel.truncate(kept.bytes());
      channel.position(kept.bytes());
      return kept.lines();
    } catch (IOException e) {
      throw FileProblems.notRead(path, e);
    }
  }

  /** So many bytes hold the results of so many lines. */
  private record Kept(long bytes, long lines) {}

  private static Kept completeLines(InputStream in) throws IOException {
    long lines = 0;
    long position = 0;
    long kept = 0;
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
    return new Kept(kept, lines);
  }

  private static Kept completeNumbers(Path part, InputStream in) throws IOException {
    long number = 0;
    long numberStart = 0;
    long position = 0;
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
