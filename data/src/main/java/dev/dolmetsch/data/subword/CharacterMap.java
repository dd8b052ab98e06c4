package dev.dolmetsch.data.subword;

import com.worksap.nlp.dartsclone.DoubleArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Replacements of character sequences, in the form that a {@code .model} carries ({@code
 * precompiled_charsmap}).
 *
 * <p>The layout: a little-endian 32-bit size in bytes of a Darts-clone double array, the array's
 * 32-bit units, then the replacements, each UTF-8 and ended by a zero byte. The array maps a
 * sequence's UTF-8 bytes to the offset of its replacement. Immutable.
 */
final class CharacterMap {
  /** More rules than one text position can match; SentencePiece's own limit is 32. */
  private static final int MAX_MATCHES = 32;

  private final byte[] blob;
  private final DoubleArray trie = new DoubleArray();
  private final int replacements;

  private CharacterMap(byte[] blob) {
    this.blob = blob;
    ByteBuffer buffer = ByteBuffer.wrap(blob).order(ByteOrder.LITTLE_ENDIAN);
    int size = blob.length < Integer.BYTES ? -1 : buffer.getInt();
    if (size <= 0 || size % Integer.BYTES != 0 || size > blob.length - Integer.BYTES) {
      throw new IllegalArgumentException(
          "size of a character map's double array must be a positive multiple of 4 within its "
              + blob.length
              + " bytes, but is "
              + size);
    }
    replacements = Integer.BYTES + size;
    ByteBuffer units = buffer.slice(Integer.BYTES, size).order(ByteOrder.LITTLE_ENDIAN);
    trie.setArray(units.asIntBuffer(), size / Integer.BYTES);
  }

  /**
   * The map in that file form.
   *
   * @throws IllegalArgumentException if the sizes in it cannot be
   */
  static CharacterMap of(byte[] blob) {
    return new CharacterMap(blob.clone());
  }

  /**
   * Compiles rules; equal rules give equal bytes.
   *
   * @param rules from a sequence of characters to its replacement, which may be empty
   */
  static CharacterMap compile(SortedMap<String, String> rules) {
    TreeMap<String, Integer> offsets = new TreeMap<>();
    rules.values().forEach(replacement -> offsets.put(replacement, 0));
    int length = 0;
    for (var entry : offsets.entrySet()) {
      entry.setValue(length);
      length += entry.getKey().getBytes(StandardCharsets.UTF_8).length + 1;
    }

    // The double array wants its keys in the order of their bytes, which UTF-16's is not.
    TreeMap<byte[], Integer> byBytes = new TreeMap<>(Arrays::compareUnsigned);
    rules.forEach(
        (sequence, replacement) -> {
          Integer offset = offsets.get(replacement);
          if (offset != null) {
            byBytes.put(sequence.getBytes(StandardCharsets.UTF_8), offset);
          }
        });
    DoubleArray array = new DoubleArray();
    array.build(
        byBytes.keySet().toArray(new byte[0][]),
        byBytes.values().stream().mapToInt(Integer::intValue).toArray(),
        (done, all) -> {});

    ByteBuffer blob =
        ByteBuffer.allocate(Integer.BYTES + array.totalSize() + length)
            .order(ByteOrder.LITTLE_ENDIAN);
    blob.putInt(array.totalSize());
    for (int i = 0; i < array.size(); i++) {
      blob.putInt(array.array().get(i));
    }
    for (String replacement : offsets.keySet()) {
      blob.put(replacement.getBytes(StandardCharsets.UTF_8)).put((byte) 0);
    }
    return new CharacterMap(blob.array());
  }

  /** The map without rules, which leaves every text as it is. */
  static CharacterMap identity() {
    // A double array needs one key at least.
    return compile(new TreeMap<>(Map.of("\u0001", "\u0001")));
  }

  /** The map as a {@code .model} carries it. */
  byte[] toBytes() {
    return blob.clone();
  }

  /** What becomes of the longest sequence with a rule that starts at {@code offset}, if any. */
  Optional<Replacement> longestMatch(byte[] utf8, int offset) {
    List<int[]> matches = trie.commonPrefixSearch(utf8, offset, MAX_MATCHES);
    if (matches.isEmpty()) {
      return Optional.empty();
    }
    int[] longest = matches.get(matches.size() - 1);
    int start = replacements + longest[0];
    int end = start;
    while (blob[end] != 0) {
      end++;
    }
    return Optional.of(
        new Replacement(longest[1] - offset, ByteBuffer.wrap(blob, start, end - start)));
  }

  /**
   * What stands for the next bytes of a text.
   *
   * @param consumed the number of the text's bytes
   * @param utf8 what stands for them; only to be read
   */
  record Replacement(int consumed, ByteBuffer utf8) {}
}
