package dev.dolmetsch.data.corpus;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The first {@value #BYTES} bytes of a cache file, little-endian: magic and version, key, pairs,
 * start of the index, start of the report, size of the file, zeros, and last the SHA-256 of all
 * bytes behind the header followed by the header's own bytes before it.
 *
 * @param key SHA-256 of all that the ids depend on, in hexadecimal
 * @param pairs how many pairs there are
 * @param indexStart where the index begins: 16 bytes a pair
 * @param reportStart where the report begins, JSON up to the file's end
 * @param fileSize the whole file's bytes
 */
record CacheHeader(String key, long pairs, long indexStart, long reportStart, long fileSize) {
  static final int BYTES = 256;
  static final int INDEX_ENTRY_BYTES = 16;

  private static final int DIGEST_START = BYTES - 32;
  private static final byte[] MAGIC = {'D', 'L', 'M', 'I', 'D', 'S', 0, 1};
  private static final int KEY_BYTES = 32;

  /**
   * The header's bytes.
   *
   * @param payload a digest that has seen everything behind the header
   */
  byte[] bytes(MessageDigest payload) {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).put(HexFormat.of().parseHex(key));
    bytes.putLong(pairs).putLong(indexStart).putLong(reportStart).putLong(fileSize);
    payload.update(bytes.array(), 0, DIGEST_START);
    return bytes.position(DIGEST_START).put(payload.digest()).array();
  }

  /**
   * Reads a header; nothing if any byte of it or of the payload is not what was written.
   *
   * @param payload a digest that has seen everything behind the header
   */
  static Optional<CacheHeader> read(byte[] header, MessageDigest payload) {
    payload.update(header, 0, DIGEST_START);
    byte[] stored = Arrays.copyOfRange(header, DIGEST_START, BYTES);
    if (!Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
        || !MessageDigest.isEqual(stored, payload.digest())) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    byte[] key = new byte[KEY_BYTES];
    bytes.position(MAGIC.length).get(key);
    return Optional.of(
        new CacheHeader(
            HexFormat.of().formatHex(key),
            bytes.getLong(),
            bytes.getLong(),
            bytes.getLong(),
            bytes.getLong()));
  }
}
