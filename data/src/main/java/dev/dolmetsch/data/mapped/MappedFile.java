package dev.dolmetsch.data.mapped;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.FileProblems;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file mapped in pieces, little-endian, addressed by byte offset.
 *
 * <p>An {@code int} or a {@code long} must be aligned to its size, so that none spans two pieces.
 * Reading is safe for several threads; writing is not.
 */
public final class MappedFile {
  /** Pieces of 1 GiB. */
  private static final int PIECE_BITS = 30;

  private static final int ZEROS = 1 << 16;

  private final MappedByteBuffer[] pieces;
  private final long size;
  private final int pieceBits;
  private final long pieceMask;

  private MappedFile(FileChannel channel, MapMode mode, long size, int pieceBits)
      throws IOException {
    this.size = size;
    this.pieceBits = pieceBits;
    this.pieceMask = (1L << pieceBits) - 1;
    long pieceSize = 1L << pieceBits;
    this.pieces = new MappedByteBuffer[Math.toIntExact((size + pieceSize - 1) >>> pieceBits)];
    for (int i = 0; i < pieces.length; i++) {
      long start = i * pieceSize;
      pieces[i] = channel.map(mode, start, Math.min(pieceSize, size - start));
      pieces[i].order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /** Maps all of an existing file for reading. */
  public static MappedFile readOnly(Path file) throws IOException {
    return readOnly(file, PIECE_BITS);
  }

  static MappedFile readOnly(Path file, int pieceBits) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new MappedFile(channel, MapMode.READ_ONLY, channel.size(), pieceBits);
    }
  }

  /**
   * A new file full of zeros that nobody else sees: it has no name where the platform permits that,
   * and goes when it is no longer used or the process ends, however it ends.
   *
   * <p>The zeros are written, not left as a hole, so that a full disk is an error here and not a
   * crash at some later access.
   *
   * @param folder an existing folder
   * @param size bytes, at least 1
   * @throws DolmetschException if the folder cannot be written or the disk is full
   */
  public static MappedFile scratch(Path folder, long size) {
    return scratch(folder, size, PIECE_BITS);
  }

  static MappedFile scratch(Path folder, long size, int pieceBits) {
    if (size < 1) {
      throw new IllegalArgumentException("size must be at least 1, but is " + size);
    }
    try {
      Path file = Files.createTempFile(folder, "dolmetsch-", ".scratch");
      try (FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE)) {
        ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS);
        for (long written = 0; written < size; ) {
          zeros.position(0).limit((int) Math.min(ZEROS, size - written));
          written += channel.write(zeros);
        }
        return new MappedFile(channel, MapMode.READ_WRITE, size, pieceBits);
      }
    } catch (IOException e) {
      throw new DolmetschException(
          folder
              + ": cannot write a working file of "
              + ((size + 1023) >>> 10)
              + " KiB there ("
              + FileProblems.reason(e)
              + "); free some space or choose another folder",
          e);
    }
  }

  /** The file's size in bytes. */
  public long size() {
    return size;
  }

  /** The byte at that offset. */
  public byte getByte(long offset) {
    return piece(offset).get((int) (offset & pieceMask));
  }

  /** The number at that offset, a multiple of 4. */
  public int getInt(long offset) {
    return piece(offset).getInt((int) (offset & pieceMask));
  }

  /** The number at that offset, a multiple of 8. */
  public long getLong(long offset) {
    return piece(offset).getLong((int) (offset & pieceMask));
  }

  /** Writes the number at that offset, a multiple of 4. */
  public void putInt(long offset, int value) {
    piece(offset).putInt((int) (offset & pieceMask), value);
  }

  /** Writes the number at that offset, a multiple of 8. */
  public void putLong(long offset, long value) {
    piece(offset).putLong((int) (offset & pieceMask), value);
  }

  /** Copies {@code target.length} bytes from that offset on. */
  public void get(long offset, byte[] target) {
    int done = 0;
    while (done < target.length) {
      long at = offset + done;
      ByteBuffer piece = piece(at);
      int inPiece = (int) (at & pieceMask);
      int count = Math.min(target.length - done, piece.capacity() - inPiece);
      if (count <= 0) {
        throw new IndexOutOfBoundsException("offset " + at + " is beyond " + size + " bytes");
      }
      piece.get(inPiece, target, done, count);
      done += count;
    }
  }

  private MappedByteBuffer piece(long offset) {
    return pieces[(int) (offset >>> pieceBits)];
  }
}
