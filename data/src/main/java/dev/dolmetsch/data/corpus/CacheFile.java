package dev.dolmetsch.data.corpus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dolmetsch.data.Sha256;
import dev.dolmetsch.data.mapped.MappedFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Optional;

/** A cache file that was found whole, mapped. */
final class CacheFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CacheHeader header;
  private final MappedFile bytes;
  private final CorpusReport report;

  private CacheFile(CacheHeader header, MappedFile bytes, CorpusReport report) {
    this.header = header;
    this.bytes = bytes;
    this.report = report;
  }

  /** Maps the file; nothing if there is none, if it is not whole, or if it has another key. */
  static Optional<CacheFile> read(Path file, String key) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Optional<CacheHeader> header = verify(file);
    if (header.isEmpty() || !header.get().key().equals(key)) {
      return Optional.empty();
    }
    MappedFile bytes = MappedFile.readOnly(file);
    if (bytes.size() != header.get().fileSize()) {
      return Optional.empty();
    }
    byte[] json = new byte[Math.toIntExact(bytes.size() - header.get().reportStart())];
    bytes.get(header.get().reportStart(), json);
    try {
      CorpusReport report = JSON.readValue(json, CorpusReport.class);
      return Optional.of(new CacheFile(header.get(), bytes, report));
    } catch (JsonProcessingException e) {
      // Whole, but written by a version of this program whose reports were others.
      return Optional.empty();
    }
  }

  private static Optional<CacheHeader> verify(Path file) throws IOException {
    MessageDigest payload = Sha256.digest();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      byte[] header = in.readNBytes(CacheHeader.BYTES);
      if (header.length < CacheHeader.BYTES) {
        return Optional.empty();
      }
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), payload));
      return CacheHeader.read(header, payload);
    }
  }

  static byte[] json(CorpusReport report) {
    try {
      return JSON.writeValueAsBytes(report);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  CorpusReport report() {
    return report;
  }

  long pairs() {
    return header.pairs();
  }

  int englishLength(long i) {
    return bytes.getInt(entry(i) + Long.BYTES);
  }

  int germanLength(long i) {
    return bytes.getInt(entry(i) + Long.BYTES + Integer.BYTES);
  }

  int[] english(long i) {
    return ids(bytes.getLong(entry(i)), englishLength(i));
  }

  int[] german(long i) {
    long position = bytes.getLong(entry(i));
    for (int left = englishLength(i); left > 0; position++) {
      if (bytes.getByte(position) >= 0) {
        left--;
      }
    }
    return ids(position, germanLength(i));
  }

  private int[] ids(long start, int count) {
    int[] ids = new int[count];
    long position = start;
    for (int i = 0; i < count; i++) {
      byte octet = bytes.getByte(position++);
      int id = octet & 0x7f;
      for (int shift = 7; octet < 0; shift += 7) {
        octet = bytes.getByte(position++);
        id |= (octet & 0x7f) << shift;
      }
      ids[i] = id;
    }
    return ids;
  }

  private long entry(long i) {
    if (i < 0 || i >= header.pairs()) {
      throw new IndexOutOfBoundsException("pair " + i + " of " + header.pairs());
    }
    return header.indexStart() + i * CacheHeader.INDEX_ENTRY_BYTES;
  }
}
