package dev.dolmetsch.cli;

import dev.dolmetsch.data.DolmetschException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The lines to be translated, a chunk at a time, and the sentences in them. */
final class SourceLines {
  /**
   * Lines that are translated together.
   *
   * @param before how many stand before them
   * @param readBefore the part of the input before them, 0–1, if its size is known
   * @param lines as they were read
   * @param sentences what is to be translated of each
   */
  record Chunk(long before, OptionalDouble readBefore, List<String> lines, List<String> sentences) {
    Chunk {
      lines = List.copyOf(lines);
      sentences = List.copyOf(sentences);
    }

    /** Its first lines. */
    Chunk first(int count) {
      return new Chunk(before, readBefore, lines.subList(0, count), sentences.subList(0, count));
    }
  }

  /** Of a sentence, and of a chunk before its last line. */
  private static final int MAX_CHARACTERS = 1 << 20;

  private final Lines lines;
  private final LineFormat format;
  private final int chunkLines;
  private final Optional<Integer> maxLength;
  private final ToIntFunction<String> pieces;
  private final Terminal terminal;

  /** What is wrong with the line behind the last chunk. */
  private @Nullable DolmetschException refusal;

  /**
   * Lines of this format.
   *
   * @param chunkLines that are read at once, at most
   * @param maxLength pieces of a sentence of which more are cut off, with a warning
   * @param pieces how many a text has
   */
  SourceLines(
      Lines lines,
      LineFormat format,
      int chunkLines,
      Optional<Integer> maxLength,
      ToIntFunction<String> pieces,
      Terminal terminal) {
    this.lines = lines;
    this.format = format;
    this.chunkLines = chunkLines;
    this.maxLength = maxLength;
    this.pieces = pieces;
    this.terminal = terminal;
  }

  /** What the lines are read from, for messages. */
  String name() {
    return lines.name();
  }

  /** Lines read so far. */
  long line() {
    return lines.line();
  }

  /**
   * The next lines, or nothing at the end: as many as a chunk has, or fewer where they are long or
   * one behind them is refused.
   *
   * @throws DolmetschException if the next line cannot be read, or is not as the format says
   */
  Optional<Chunk> next() {
    if (refusal != null) {
      throw refusal;
    }
    OptionalDouble readBefore = lines.read();
    long before = lines.line();
    List<String> read = new ArrayList<>();
    List<String> sentences = new ArrayList<>();
    long characters = 0;
    try {
      while (read.size() < chunkLines && characters < MAX_CHARACTERS) {
        Optional<String> line = lines.next();
        if (line.isEmpty()) {
          break;
        }
        sentences.add(sentence(line.get(), lines.line()));
        read.add(line.get());
        characters += line.get().length();
      }
    } catch (DolmetschException e) {
      if (read.isEmpty()) {
        throw e;
      }
      refusal = e;
    }
    return read.isEmpty()
        ? Optional.empty()
        : Optional.of(new Chunk(before, readBefore, read, sentences));
  }

  private String sentence(String line, long number) {
    try {
      return cut(format.source(line), number);
    } catch (DolmetschException e) {
      throw new DolmetschException(name() + ":" + number + ": " + e.getMessage(), e);
    }
  }

  private String cut(String whole, long number) {
    String sentence = whole;
    if (whole.length() > MAX_CHARACTERS) {
      // A line of text cannot be so long, but the field of a record can.
      terminal.say(
          "%s:%d: warning: a sentence of %d characters; only the first %d are translated",
          name(), number, whole.length(), MAX_CHARACTERS);
      sentence = whole.substring(0, MAX_CHARACTERS);
    }
    if (maxLength.isEmpty()) {
      return sentence;
    }
    int length = pieces.applyAsInt(sentence);
    if (length <= maxLength.get()) {
      return sentence;
    }
    terminal.say(
        "%s:%d: warning: has %d pieces; only the first %d are translated (--max-length)",
        name(), number, length, maxLength.get());
    return beginning(sentence, maxLength.get());
  }

  /** The longest beginning of a text that is no more than so many pieces. */
  private String beginning(String text, int most) {
    int end = 0;
    int tooFar = text.length();
    while (tooFar - end > 1) {
      int middle = (end + tooFar) >>> 1;
      if (pieces.applyAsInt(text.substring(0, middle)) <= most) {
        end = middle;
      } else {
        tooFar = middle;
      }
    }
    boolean divided = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, divided ? end - 1 : end);
  }
}
