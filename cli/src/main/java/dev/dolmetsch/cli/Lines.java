package dev.dolmetsch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.FileProblems;
import dev.dolmetsch.data.MaybeGzip;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads the lines of standard input or of a file (plain or gzip): UTF-8, split on {@code \n} only,
 * a few at a time, so that memory does not grow with the input.
 */
final class Lines implements AutoCloseable {
  /**
   * What becomes of long lines, as memory must stay bounded.
   *
   * @param bytes that a line may have
   * @param cut whether only the beginning of a longer one is read, which is said on standard error;
   *     else it ends the command
   */
  record Limit(int bytes, boolean cut) {
    /** Of sentences: no model reads that far. */
    static final Limit OF_TEXT = new Limit(1 << 20, true);

    /** Of lines of which nothing may be lost. */
    static final Limit OF_RECORDS = new Limit(1 << 24, false);
  }

  private static final int BUFFER_BYTES = 1 << 16;

  /** What happens to bytes that are no UTF-8. */
  enum InvalidUtf8 {
    /** They become U+FFFD, which is said on standard error. */
    REPLACE,

    /** They end the command. */
    REFUSE
  }

  private final String name;
  private final InputStream in;
  private final boolean compressed;
  private final Terminal terminal;
  private final InvalidUtf8 invalidUtf8;
  private final Limit limit;
  private final Optional<FileChannel> channel;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int start;
  private int end;
  private long line;

  private Lines(
      String name,
      InputStream in,
      boolean compressed,
      Terminal terminal,
      InvalidUtf8 invalidUtf8,
      Limit limit,
      Optional<FileChannel> channel) {
    this.name = name;
    this.in = in;
    this.compressed = compressed;
    this.terminal = terminal;
    this.invalidUtf8 = invalidUtf8;
    this.limit = limit;
    this.channel = channel;
  }

  /** The file, or standard input if there is none; what is no UTF-8 is refused. */
  static Lines of(Optional<Path> file, Terminal terminal) {
    return of(file, terminal, InvalidUtf8.REFUSE, Limit.OF_TEXT);
  }

  /** The file, or standard input if there is none. */
  static Lines of(Optional<Path> file, Terminal terminal, InvalidUtf8 invalidUtf8, Limit limit) {
    if (file.isPresent()) {
      return of(file.get(), terminal, invalidUtf8, limit);
    }
    InputStream in = terminal.in();
    Optional<FileChannel> channel =
        in instanceof FileInputStream stream ? Optional.of(stream.getChannel()) : Optional.empty();
    return new Lines("standard input", in, false, terminal, invalidUtf8, limit, channel);
  }

  /**
   * A file's lines; what is no UTF-8 is refused.
   *
   * @throws DolmetschException if it cannot be read
   */
  static Lines of(Path file, Terminal terminal) {
    return of(file, terminal, InvalidUtf8.REFUSE, Limit.OF_TEXT);
  }

  private static Lines of(Path file, Terminal terminal, InvalidUtf8 invalidUtf8, Limit limit) {
    try {
      FileChannel channel = FileChannel.open(file);
      try {
        MaybeGzip bytes = MaybeGzip.of(Channels.newInputStream(channel));
        return new Lines(
            file.toString(),
            bytes.text(),
            bytes.compressed(),
            terminal,
            invalidUtf8,
            limit,
            Optional.of(channel));
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw FileProblems.notRead(file, e);
    }
  }

  /**
   * The part of the input that has been read, 0–1, where its size is known; of a compressed file up
   * to a buffer.
   */
  OptionalDouble read() {
    if (channel.isEmpty()) {
      return OptionalDouble.empty();
    }
    try {
      long size = channel.get().size();
      int waiting = compressed ? 0 : end - start;
      return size > 0
          ? OptionalDouble.of((double) (channel.get().position() - waiting) / size)
          : OptionalDouble.empty();
    } catch (IOException e) {
      return OptionalDouble.empty(); // A pipe has neither.
    }
  }

  /**
   * Passes over lines.
   *
   * @throws DolmetschException if there are not so many
   */
  void skip(long count) {
    while (line < count) {
      if (next().isEmpty()) {
        throw new DolmetschException(
            String.format(
                Locale.ROOT,
                "%s: has %d lines, but the results of %d are there; continue with the same input",
                name,
                line,
                count));
      }
    }
  }

  /** The number of the line read last, from 1; 0 before. */
  long line() {
    return line;
  }

  /** What the lines are read from, for messages. */
  String name() {
    return name;
  }

  /** Whether there is no further line. */
  boolean atEnd() {
    return !fill();
  }

  /**
   * The next line, or nothing at the end.
   *
   * @throws DolmetschException if it cannot be read or is refused
   */
  Optional<String> next() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean any = false;
    boolean cut = false;
    while (fill()) {
      if (line == 0 && !any) {
        refuseCompressed();
      }
      any = true;
      int i = start;
      while (i < end && buffer[i] != '\n') {
        i++;
      }
      int room = limit.bytes - bytes.size();
      bytes.write(buffer, start, Math.min(i - start, room));
      cut |= i - start > room;
      if (cut && !limit.cut) {
        throw new DolmetschException(
            String.format(
                Locale.ROOT,
                "%s:%d: longer than %d bytes; shorten it, or take it out",
                name,
                line + 1,
                limit.bytes));
      }
      boolean ended = i < end;
      start = ended ? i + 1 : i;
      if (ended) {
        break;
      }
    }
    if (!any) {
      return Optional.empty();
    }
    line++;
    if (cut) {
      terminal.say(
          "%s:%d: warning: longer than %d bytes; only its beginning is read",
          name, line, limit.bytes);
    }
    String text = decode(bytes.toByteArray(), cut);
    // A byte-order mark is no part of the text.
    return Optional.of(line == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  /** Files are decompressed; what comes from elsewhere is what it is. */
  private void refuseCompressed() {
    if (MaybeGzip.isCompressed(buffer, end)) {
      throw new DolmetschException(
          name + ": is compressed; decompress it first (gunzip), or give the file by its name");
    }
  }

  /** Makes sure that there are bytes; false at the end. */
  private boolean fill() {
    try {
      while (start == end) {
        start = 0;
        end = 0;
        int count = in.read(buffer, 0, buffer.length);
        if (count < 0) {
          return false;
        }
        end = count;
      }
      return true;
    } catch (IOException e) {
      String where = name + ":" + (line + 1) + ": cannot be read on ";
      String remedy =
          compressed ? "; the compressed file is damaged or cut off: fetch it again" : "";
      throw new DolmetschException(where + "(" + FileProblems.reason(e) + ")" + remedy, e);
    }
  }

  /** How many bytes are whole characters, where a cut may have gone through the last one. */
  private static int wholeCharacters(byte[] bytes) {
    int lead = bytes.length - 1;
    while (lead > 0 && (bytes[lead] & 0xC0) == 0x80) {
      lead--;
    }
    int first = bytes[lead] & 0xFF;
    int needed = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    return bytes.length - lead < needed ? lead : bytes.length;
  }

  private String decode(byte[] bytes, boolean cut) {
    int length = bytes.length;
    if (cut) {
      length = wholeCharacters(bytes);
    }
    ByteBuffer text = ByteBuffer.wrap(bytes, 0, length);
    try {
      return UTF_8.newDecoder().decode(text).toString();
    } catch (CharacterCodingException e) {
      if (invalidUtf8 == InvalidUtf8.REFUSE) {
        throw new DolmetschException(
            name + ":" + line + ": not valid UTF-8; convert the text to UTF-8", e);
      }
      terminal.say(
          "%s:%d: warning: not valid UTF-8; what cannot be read becomes U+FFFD", name, line);
      return new String(bytes, 0, length, UTF_8);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new DolmetschException(name + ": cannot be closed: " + FileProblems.reason(e), e);
    }
  }
}
