package dev.dolmetsch.data.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.FileProblems;
import dev.dolmetsch.data.MaybeGzip;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The lines of one text file, plain or gzip, as {@link CorpusReader} defines them. */
final class LineReader implements AutoCloseable {
  /** A line beyond this is no sentence but a damaged or binary file. */
  static final int MAX_LINE_BYTES = 1 << 20;

  private static final int BUFFER_BYTES = 1 << 16;
  private static final char REPLACEMENT = '\uFFFD';

  private final Path file;
  private final DigestedFile raw;
  private final InputStream in;
  private byte[] buffer = new byte[BUFFER_BYTES];
  private int start;
  private int end;
  private boolean ended;
  private long line;
  private Optional<FileFingerprint> fingerprint = Optional.empty();

  private LineReader(Path file, DigestedFile raw, InputStream in) {
    this.file = file;
    this.raw = raw;
    this.in = in;
  }

  /**
   * Opens a file.
   *
   * @throws DolmetschException if it cannot be read, or is named .gz but is none
   */
  static LineReader open(Path file) {
    DigestedFile raw = DigestedFile.open(file);
    try {
      MaybeGzip bytes = MaybeGzip.of(raw);
      if (!bytes.compressed() && file.toString().toLowerCase(Locale.ROOT).endsWith(".gz")) {
        throw new DolmetschException(
            file + ": is named .gz but holds no gzip data; fetch it again or rename it");
      }
      return new LineReader(file, raw, bytes.text());
    } catch (IOException e) {
      closeAfter(raw, e);
      throw damaged(file, 1, e);
    } catch (DolmetschException e) {
      closeAfter(raw, e);
      throw e;
    }
  }

  private static void closeAfter(InputStream in, Exception failure) {
    try {
      in.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static DolmetschException damaged(Path file, long line, IOException e) {
    return new DolmetschException(
        file
            + ":"
            + line
            + ": cannot be read on ("
            + FileProblems.reason(e)
            + "); if the file is compressed it is damaged or cut off: fetch it again",
        e);
  }

  Path file() {
    return file;
  }

  /** The number of the line that {@link #next} returned last, from 1; 0 before. */
  long line() {
    return line;
  }

  /** The next line, or nothing at the end of the file. */
  Optional<String> next() {
    int length = findLine();
    if (length < 0) {
      return Optional.empty();
    }
    line++;
    int from = start;
    int to = start + length;
    start = Math.min(to + 1, end);
    if (to > from && buffer[to - 1] == '\r') {
      to--;
    }
    if (line == 1
        && to - from >= 3
        && buffer[from] == (byte) 0xEF
        && buffer[from + 1] == (byte) 0xBB
        && buffer[from + 2] == (byte) 0xBF) {
      from += 3;
    }
    return Optional.of(decode(from, to - from));
  }

  /** Moves to the end and returns the number of lines in all, checking the rest on the way. */
  long countRemaining() {
    Optional<String> rest;
    do {
      rest = next();
    } while (rest.isPresent());
    return line;
  }

  /** Bytes from {@code start} to the next line feed or the file's end; -1 if no line is left. */
  private int findLine() {
    int scanned = start;
    while (true) {
      int i = scanned;
      while (i < end && buffer[i] != '\n') {
        i++;
      }
      int length = i - start;
      if (length > MAX_LINE_BYTES) {
        throw new DolmetschException(
            file
                + ":"
                + (line + 1)
                + ": the line is longer than "
                + MAX_LINE_BYTES
                + " bytes; is this a text file with one sentence a line?");
      }
      if (i < end) {
        return length;
      }
      if (ended) {
        return length > 0 ? length : -1;
      }
      fill();
      scanned = start + length;
    }
  }

  private void fill() {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    try {
      int count = in.read(buffer, end, buffer.length - end);
      if (count < 0) {
        ended = true;
        fingerprint = Optional.of(raw.fingerprint());
      } else {
        end += count;
      }
    } catch (IOException e) {
      throw damaged(file, line + 1, e);
    }
  }

  private String decode(int from, int length) {
    String text = new String(buffer, from, length, UTF_8);
    // The fast decoder replaces what it cannot read; a real U+FFFD is rare, so look again only
    // then.
    if (text.indexOf(REPLACEMENT) >= 0) {
      requireValid(ByteBuffer.wrap(buffer, from, length).slice(), length);
    }
    return text;
  }

  private void requireValid(ByteBuffer bytes, int length) {
    CharsetDecoder strict =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CoderResult result = strict.decode(bytes, CharBuffer.allocate(length + 1), true);
    if (result.isError()) {
      throw new DolmetschException(
          String.format(
              Locale.ROOT,
              "%s:%d: not valid UTF-8 (byte %d of the line is 0x%02X); convert the file to UTF-8",
              file,
              line,
              bytes.position() + 1,
              bytes.get(bytes.position())));
    }
  }

  /** Size and hash of the file on disk; only at its end. */
  FileFingerprint fingerprint() {
    return fingerprint.orElseThrow(
        () -> new IllegalStateException(file + " has not been read to its end"));
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw FileProblems.notRead(file, e);
    }
  }
}
