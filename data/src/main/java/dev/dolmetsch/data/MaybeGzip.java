package dev.dolmetsch.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Text that may be compressed, which is seen in it, not in its name: 1F 8B cannot begin UTF-8.
 *
 * @param text its bytes, uncompressed; of several members one after the other
 * @param compressed whether they were compressed
 */
public record MaybeGzip(InputStream text, boolean compressed) {
  private static final byte[] MAGIC = {0x1f, (byte) 0x8b};

  /** Whether bytes, so many of them, begin as compressed text does. */
  public static boolean isCompressed(byte[] bytes, int count) {
    return count >= MAGIC.length && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * Looks at the first bytes.
   *
   * @param bytes closed with the text
   * @throws IOException if they cannot be read
   */
  public static MaybeGzip of(InputStream bytes) throws IOException {
    PushbackInputStream in = new PushbackInputStream(new Unasked(bytes), MAGIC.length);
    byte[] start = in.readNBytes(MAGIC.length);
    in.unread(start);
    if (!isCompressed(start, start.length)) {
      return new MaybeGzip(in, false);
    }
    return new MaybeGzip(
        GzipCompressorInputStream.builder()
            .setInputStream(in)
            .setDecompressConcatenated(true)
            .get(),
        true);
  }

  /** A stream that nobody asks how much is available: a pipe may refuse to say, or not know. */
  private static final class Unasked extends FilterInputStream {
    Unasked(InputStream in) {
      super(in);
    }

    @Override
    public int available() {
      return 0;
    }
  }
}
