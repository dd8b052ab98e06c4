package dev.dolmetsch.model.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Writes tensors in the safetensors layout, through a buffer of a megabyte. */
public final class SafetensorsWriter {
  private static final int CHUNK_BYTES = 1 << 20;

  private SafetensorsWriter() {}

  /**
   * Writes a whole file.
   *
   * <p>The tensors stand in the order given, those of 8-byte elements first, so that every array is
   * aligned to its elements. The buffers' positions are left as they are.
   *
   * @param metadata free texts, in this order
   * @throws IOException if the channel refuses
   * @throws IllegalArgumentException if two tensors have one name
   */
  public static void write(
      WritableByteChannel channel, Map<String, String> metadata, List<NamedArray> tensors)
      throws IOException {
    List<NamedArray> ordered = new ArrayList<>(tensors);
    ordered.sort(Comparator.comparingInt(tensor -> -tensor.type().bytes()));
    byte[] header = SafetensorsHeader.of(metadata, ordered).toBytes();
    if (header.length > SafetensorsHeader.MAX_BYTES) {
      throw new IllegalArgumentException(
          "the header would have "
              + header.length
              + " bytes; at most "
              + SafetensorsHeader.MAX_BYTES
              + " are allowed");
    }
    ByteBuffer start = ByteBuffer.allocate(8 + header.length).order(ByteOrder.LITTLE_ENDIAN);
    writeAll(channel, start.putLong(header.length).put(header).flip());
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (NamedArray tensor : ordered) {
      writeData(channel, tensor, chunk);
    }
  }

  private static void writeData(WritableByteChannel channel, NamedArray tensor, ByteBuffer chunk)
      throws IOException {
    int elements = tensor.data().remaining();
    int elementBytes = tensor.type().bytes();
    int perChunk = CHUNK_BYTES / elementBytes;
    int origin = tensor.data().position();
    for (int done = 0; done < elements; done += perChunk) {
      int count = Math.min(perChunk, elements - done);
      chunk.clear();
      if (tensor.data() instanceof FloatBuffer floats) {
        chunk.asFloatBuffer().put(floats.slice(origin + done, count));
      } else if (tensor.data() instanceof IntBuffer ints) {
        chunk.asIntBuffer().put(ints.slice(origin + done, count));
      } else if (tensor.data() instanceof LongBuffer longs) {
        chunk.asLongBuffer().put(longs.slice(origin + done, count));
      } else if (tensor.data() instanceof ByteBuffer bytes) {
        chunk.put(bytes.slice(origin + done, count));
      }
      writeAll(channel, chunk.position(0).limit(count * elementBytes));
    }
  }

  private static void writeAll(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
