package dev.dolmetsch.data.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dolmetsch.data.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * The first 128 bits of a SHA-256: stands for a text where texts are compared. Among a thousand
 * million texts the chance that any two share one is below 10^-20.
 */
record Fingerprint128(long high, long low) {
  static Fingerprint128 of(String text) {
    return of(Sha256.digest().digest(text.getBytes(UTF_8)));
  }

  /** Of an ordered pair. */
  static Fingerprint128 of(Fingerprint128 first, Fingerprint128 second) {
    MessageDigest sha256 = Sha256.digest();
    sha256.update(
        ByteBuffer.allocate(4 * Long.BYTES)
            .putLong(first.high)
            .putLong(first.low)
            .putLong(second.high)
            .putLong(second.low)
            .flip());
    return of(sha256.digest());
  }

  private static Fingerprint128 of(byte[] digest) {
    ByteBuffer bytes = ByteBuffer.wrap(digest);
    return new Fingerprint128(bytes.getLong(), bytes.getLong());
  }
}
