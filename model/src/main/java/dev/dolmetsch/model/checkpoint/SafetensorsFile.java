package dev.dolmetsch.model.checkpoint;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.FileProblems;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A safetensors file, open for reading. Opening it checks the header against the file's size, so
 * that whatever is read afterwards lies inside the file.
 *
 * <p>Safe for several threads. The file must not be shortened while it is open.
 */
public final class SafetensorsFile implements AutoCloseable {
  private static final int CHUNK_BYTES = 1 << 20;

  private final Path path;
  private final FileChannel channel;
  private final SafetensorsHeader header;
  private final long dataStart;

  private SafetensorsFile(
      Path path, FileChannel channel, SafetensorsHeader header, long dataStart) {
    this.path = path;
    this.channel = channel;
    this.header = header;
    this.dataStart = dataStart;
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws DolmetschException naming the file if it cannot be read or is not what it should be
   */
  @SuppressWarnings("MustBeClosedChecker")
  public static SafetensorsFile open(Path path) {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      try {
        long size = channel.size();
        long headerBytes = size < 8 ? -1 : readFully(channel, 0, 8).getLong(0);
        if (headerBytes < 2
            || headerBytes > SafetensorsHeader.MAX_BYTES
            || headerBytes > size - 8) {
          throw new IllegalArgumentException(
              size < 8
                  ? "it has only " + size + " bytes"
                  : "its first eight bytes give an impossible header length");
        }
        byte[] json = new byte[(int) headerBytes];
        readFully(channel, 8, json.length).get(json);
        long dataStart = SafetensorsHeader.LENGTH_BYTES + headerBytes;
        SafetensorsHeader header = SafetensorsHeader.parse(json, size - dataStart);
        return new SafetensorsFile(path, channel, header, dataStart);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new DolmetschException(path + ": cannot be read: " + FileProblems.reason(e), e);
    } catch (IllegalArgumentException e) {
      throw new DolmetschException(
          path
              + ": not a whole safetensors file: "
              + e.getMessage()
              + "; take it from another checkpoint or a copy",
          e);
    }
  }

  /** Names of all tensors, in the header's order. */
  public List<String> names() {
    return List.copyOf(header.entries().keySet());
  }

  /** The free texts of the header. */
  public Map<String, String> metadata() {
    return header.metadata();
  }

  /** Whether there is a tensor of that name. */
  public boolean contains(String name) {
    return header.entries().containsKey(name);
  }

  /** Lengths of the tensor's dimensions; refuses a name that is not there, as all methods do. */
  public List<Long> shape(String name) {
    return entry(name).shape();
  }

  /** The type of the tensor's elements. */
  public StoredType type(String name) {
    return entry(name).type();
  }

  /** The elements of a float32 tensor as a read-only view of the mapped file, without a copy. */
  public FloatBuffer floats(String name) {
    return map(name, StoredType.F32).asFloatBuffer();
  }

  /** The elements of an int32 tensor as a read-only view of the mapped file. */
  public IntBuffer ints(String name) {
    return map(name, StoredType.I32).asIntBuffer();
  }

  /** The elements of an int64 tensor as a read-only view of the mapped file. */
  public LongBuffer longs(String name) {
    return map(name, StoredType.I64).asLongBuffer();
  }

  /** The elements of an int8 tensor as a read-only view of the mapped file. */
  public ByteBuffer bytes(String name) {
    return map(name, StoredType.I8);
  }

  /**
   * All of a file's data as a read-only view of the mapped file, if that is nothing but these
   * float32 tensors in this order and begins at a cache line, on a machine that stores numbers as
   * the file does. The view stays after the file is closed.
   */
  Optional<MappedByteBuffer> mapAll(List<String> floats) {
    long position = 0;
    for (String name : floats) {
      SafetensorsHeader.Entry entry = entry(name);
      if (entry.type() != StoredType.F32 || entry.begin() != position) {
        return Optional.empty();
      }
      position = entry.end();
    }
    boolean whole = floats.size() == header.entries().size() && position <= Integer.MAX_VALUE;
    boolean aligned = dataStart % SafetensorsHeader.ALIGNMENT == 0;
    if (!whole || !aligned || ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      return Optional.empty();
    }
    try {
      return Optional.of(channel.map(FileChannel.MapMode.READ_ONLY, dataStart, position));
    } catch (IOException e) {
      return Optional.empty(); // Some file systems cannot; it can be copied all the same.
    }
  }

  /**
   * Copies a float32 tensor into memory, without mapping the file.
   *
   * @param target takes the elements from its position on, and must have room for exactly as many;
   *     its position is left as it is
   */
  public void copy(String name, FloatBuffer target) {
    SafetensorsHeader.Entry entry = typed(name, StoredType.F32);
    long elements = entry.bytes() / Float.BYTES;
    if (elements != target.remaining()) {
      throw new DolmetschException(
          path
              + ": tensor "
              + name
              + " has shape "
              + entry.shape()
              + ", "
              + elements
              + " elements; the model needs "
              + target.remaining()
              + " (does config.yaml belong to it?)");
    }
    FloatBuffer rest = target.slice();
    try {
      for (long done = 0; done < entry.bytes(); done += CHUNK_BYTES) {
        int count = (int) Math.min(CHUNK_BYTES, entry.bytes() - done);
        rest.put(readFully(channel, dataStart + entry.begin() + done, count).asFloatBuffer());
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private ByteBuffer map(String name, StoredType type) {
    SafetensorsHeader.Entry entry = typed(name, type);
    try {
      return channel
          .map(FileChannel.MapMode.READ_ONLY, dataStart + entry.begin(), entry.bytes())
          .order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private SafetensorsHeader.Entry typed(String name, StoredType type) {
    SafetensorsHeader.Entry entry = entry(name);
    if (entry.type() != type) {
      throw new DolmetschException(
          path + ": tensor " + name + " must be " + type + ", but is " + entry.type());
    }
    return entry;
  }

  private SafetensorsHeader.Entry entry(String name) {
    SafetensorsHeader.Entry entry = header.entries().get(name);
    if (entry == null) {
      throw new DolmetschException(
          path + ": has no tensor " + name + " (does config.yaml belong to it?)");
    }
    return entry;
  }

  private DolmetschException unreadable(IOException e) {
    return new DolmetschException(path + ": cannot be read: " + FileProblems.reason(e), e);
  }

  private static ByteBuffer readFully(FileChannel channel, long position, int count)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException("the file ends early");
      }
    }
    return buffer.flip();
  }
}
