package dev.dolmetsch.data.subword;

import java.util.Arrays;

/** Facts about the bytes of valid UTF-8. */
final class Utf8 {
  private Utf8() {}

  /** The number of bytes of the character that starts with that byte. */
  static int characterLength(byte first) {
    int leadingOnes = Integer.numberOfLeadingZeros(~(first << 24));
    return leadingOnes == 0 ? 1 : leadingOnes;
  }

  /** Whether {@code prefix} stands in {@code bytes} at {@code offset}. */
  static boolean startsWith(byte[] bytes, int offset, byte[] prefix) {
    int end = offset + prefix.length;
    return end <= bytes.length && Arrays.equals(bytes, offset, end, prefix, 0, prefix.length);
  }
}
