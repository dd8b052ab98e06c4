package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.OpCall;
import dev.dolmetsch.model.engine.Tensor;
import java.nio.ByteBuffer;

/** Copies of sentences to longer or shorter ones: bytes as they are, or numbers of another type. */
final class PositionKernels {
  private final Primitives primitives;

  /** What sentences are made longer with: as many zeros as any kernel needs. */
  private byte[] zeros = new byte[0];

  PositionKernels(Primitives primitives) {
    this.primitives = primitives;
  }

  /** [B·P, W] → [B·P′, W], zeros behind each sentence. */
  Kernel pad(int sentences, OpCall call) {
    Tensor x = call.input(0);
    Tensor y = call.output(0);
    if (!areBytesOfDenseRows(x, y)) {
      return paddedConversion(sentences, x, y);
    }
    int length = x.length() / sentences * x.type().bytes();
    int longer = y.length() / sentences * y.type().bytes();
    ByteBuffer from = x.bytes();
    ByteBuffer to = y.bytes();
    if (zeros.length < longer - length) {
      zeros = new byte[longer - length];
    }
    return () -> {
      for (int sentence = 0; sentence < sentences; sentence++) {
        to.put(sentence * longer, from, sentence * length, length);
        to.put(sentence * longer + length, zeros, 0, longer - length);
      }
    };
  }

  /** [B·P′, W] → [B·P, W]. */
  Kernel cut(int sentences, OpCall call) {
    Tensor x = call.input(0);
    Tensor y = call.output(0);
    if (!areBytesOfDenseRows(x, y)) {
      return Calls.of(copySentences(x, y, sentences, y.rows() / sentences));
    }
    int longer = x.length() / sentences * x.type().bytes();
    int length = y.length() / sentences * y.type().bytes();
    ByteBuffer from = x.bytes();
    ByteBuffer to = y.bytes();
    return () -> {
      for (int sentence = 0; sentence < sentences; sentence++) {
        to.put(sentence * length, from, sentence * longer, length);
      }
    };
  }

  /** Whether each sentence of either is one piece of memory, with the same bytes for a number. */
  private static boolean areBytesOfDenseRows(Tensor x, Tensor y) {
    return x.type() == y.type() && x.rowStride() == x.extent(-1) && y.rowStride() == y.extent(-1);
  }

  private Kernel paddedConversion(int sentences, Tensor x, Tensor y) {
    int length = x.rows() / sentences;
    int longer = y.rows() / sentences;
    Call copy = copySentences(x, y, sentences, length);
    return new Kernel() {
      @Override
      public void run() {
        copy.run();
        for (int sentence = 0; sentence < sentences; sentence++) {
          Memory.clearRows(y, sentence * longer + length, (sentence + 1) * longer);
        }
      }

      @Override
      public void close() {
        copy.close();
      }
    };
  }

  /** Copies the first rows of each sentence. */
  private Call copySentences(Tensor from, Tensor to, int sentences, int length) {
    Primitive primitive =
        RowKernels.convert(
            primitives, sentences(from, sentences, length), sentences(to, sentences, length));
    return new Call(primitive, from.raw(), to.raw());
  }

  private static Layout sentences(Tensor rows, int sentences, int length) {
    long stride = rows.rowStride();
    return Layout.of(
        rows.type(),
        new long[] {sentences, length, rows.extent(1)},
        rows.rows() / sentences * stride,
        stride,
        1);
  }
}
