package dev.dolmetsch.data.subword;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Brings text into the form that pieces are cut from, as SentencePiece's {@code Normalizer} does.
 *
 * <p>At each place the longest sequence with a rule is replaced; then spaces are trimmed, joined
 * and escaped as the {@link NormalizerSpec} says. Thread-safe.
 */
final class TextNormalizer {
  /** U+2581, which stands for a space within pieces. */
  static final String ESCAPED_SPACE = "\u2581";

  private static final byte SPACE = ' ';

  private final NormalizerSpec spec;
  private final List<byte[]> untouchable;
  private final byte[] spaceMark;

  /** A normaliser that follows {@code spec} everywhere. */
  TextNormalizer(NormalizerSpec spec) {
    this(spec, List.of());
  }

  /**
   * A normaliser that follows {@code spec} except within the given texts.
   *
   * @param untouchable texts that stay as they are (user-defined pieces), none of them empty
   */
  TextNormalizer(NormalizerSpec spec, List<String> untouchable) {
    this.spec = spec;
    this.untouchable =
        untouchable.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    this.spaceMark =
        (spec.escapeWhitespaces() ? ESCAPED_SPACE : " ").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The text in its normal form.
   *
   * @param text without unpaired surrogates
   */
  String normalize(String text) {
    byte[] input = text.getBytes(StandardCharsets.UTF_8);
    Output output = new Output(input.length + spaceMark.length);
    boolean dropSpace = spec.removeExtraWhitespaces();
    boolean started = false;
    int position = 0;
    while (position < input.length) {
      CharacterMap.Replacement chunk = chunkAt(input, position);
      position += chunk.consumed();
      if (!started && spec.removeExtraWhitespaces() && isSpace(chunk.utf8())) {
        continue;
      }
      if (!started && spec.addDummyPrefix() && !spec.whitespaceAsSuffix()) {
        output.writeBytes(spaceMark);
      }
      started = true;
      dropSpace = append(chunk.utf8(), dropSpace, output);
    }
    if (!started) {
      return "";
    }
    if (spec.removeExtraWhitespaces()) {
      output.trimEnd(spaceMark);
    }
    if (spec.addDummyPrefix() && spec.whitespaceAsSuffix()) {
      output.writeBytes(spaceMark);
    }
    return output.toString(StandardCharsets.UTF_8);
  }

  /** Writes some text and tells whether a space that follows it would be one too many. */
  private boolean append(ByteBuffer text, boolean dropSpace, Output output) {
    boolean afterSpace = dropSpace;
    boolean leading = true;
    while (text.hasRemaining()) {
      byte next = text.get();
      if (leading && dropSpace && next == SPACE) {
        continue;
      }
      leading = false;
      afterSpace = next == SPACE;
      if (afterSpace) {
        output.writeBytes(spaceMark);
      } else {
        output.write(next);
      }
    }
    return afterSpace && spec.removeExtraWhitespaces();
  }

  private CharacterMap.Replacement chunkAt(byte[] input, int position) {
    int kept = untouchableLength(input, position);
    return kept > 0
        ? unchanged(input, position, kept)
        : spec.characterMap()
            .longestMatch(input, position)
            .orElseGet(() -> unchanged(input, position, Utf8.characterLength(input[position])));
  }

  private static CharacterMap.Replacement unchanged(byte[] input, int position, int length) {
    return new CharacterMap.Replacement(length, ByteBuffer.wrap(input, position, length));
  }

  private int untouchableLength(byte[] input, int position) {
    int longest = 0;
    for (byte[] text : untouchable) {
      if (text.length > longest && Utf8.startsWith(input, position, text)) {
        longest = text.length;
      }
    }
    return longest;
  }

  private static boolean isSpace(ByteBuffer text) {
    return text.remaining() == 1 && text.get(text.position()) == SPACE;
  }

  /** The text so far, of which the end can be taken back. */
  private static final class Output extends ByteArrayOutputStream {
    Output(int size) {
      super(size);
    }

    void trimEnd(byte[] suffix) {
      while (count >= suffix.length && Utf8.startsWith(buf, count - suffix.length, suffix)) {
        count -= suffix.length;
      }
    }
  }
}
