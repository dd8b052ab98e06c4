package dev.dolmetsch.data.corpus;

import dev.dolmetsch.data.Sha256;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/**
 * Writes a cache file front to back: room for the header, the ids as variable-length numbers, the
 * index, the report; then the header, to disk, and under its name.
 */
final class CacheWriter implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int ALIGNMENT = 8;

  private final Path file;
  private final Path temporary;
  private final FileChannel channel;
  private final FileChannel indexChannel;
  private final MessageDigest digest = Sha256.digest();
  private final OutputStream out;
  private final OutputStream index;
  private final ByteBuffer entry =
      ByteBuffer.allocate(CacheHeader.INDEX_ENTRY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long written = CacheHeader.BYTES;
  private long pairs;

  /** Starts the file beside its final name; nobody else may write it at the same time. */
  CacheWriter(Path file) throws IOException {
    this.file = file;
    this.temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Path indexFile = file.resolveSibling(file.getFileName() + ".index.tmp");
    this.channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    this.indexChannel =
        FileChannel.open(
            indexFile,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    channel.write(ByteBuffer.allocate(CacheHeader.BYTES));
    this.out =
        new DigestOutputStream(
            new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES), digest);
    this.index = new BufferedOutputStream(Channels.newOutputStream(indexChannel), BUFFER_BYTES);
  }

  void add(int[] english, int[] german) throws IOException {
    entry.clear().putLong(written).putInt(english.length).putInt(german.length);
    index.write(entry.array());
    putIds(english);
    putIds(german);
    pairs++;
  }

  private void putIds(int[] ids) throws IOException {
    for (int id : ids) {
      if (id < 0) {
        throw new IllegalArgumentException("an encoder's ids must be at least 0, but one is " + id);
      }
      int rest = id;
      while (rest >= 0x80) {
        put((rest & 0x7f) | 0x80);
        rest >>>= 7;
      }
      put(rest);
    }
  }

  private void put(int octet) throws IOException {
    out.write(octet);
    written++;
  }

  /** Completes the file and puts it in place of an older one. */
  void finish(String key, byte[] report) throws IOException {
    while (written % ALIGNMENT != 0) {
      put(0);
    }
    long indexStart = written;
    index.flush();
    indexChannel.position(0);
    InputStream entries =
        new BufferedInputStream(Channels.newInputStream(indexChannel), BUFFER_BYTES);
    written += entries.transferTo(out);
    long reportStart = written;
    out.write(report);
    written += report.length;
    out.flush();
    byte[] header = new CacheHeader(key, pairs, indexStart, reportStart, written).bytes(digest);
    channel.write(ByteBuffer.wrap(header), 0);
    channel.force(true);
    channel.close();
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Ends the writing; what was not finished leaves nothing behind. */
  @Override
  public void close() throws IOException {
    channel.close();
    indexChannel.close();
    Files.deleteIfExists(temporary);
  }
}
