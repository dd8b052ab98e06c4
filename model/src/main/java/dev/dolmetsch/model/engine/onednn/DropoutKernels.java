package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.DropoutMask;
import dev.dolmetsch.model.engine.ElementType;
import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.OpCall;
import dev.dolmetsch.model.engine.Tensor;
import dev.dolmetsch.model.engine.fusion.FusedOp;
import dev.dolmetsch.model.ops.Dropout;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;

/** Dropout masks: ones where an element is kept, zeros where it is dropped. */
final class DropoutKernels {
  /** 1 in bfloat16; a product with a lane of 0 or 1 makes a lane of 0 or 1. */
  private static final long BF16_ONE = 0x3F80L;

  private static final int LANE_BITS = 16;

  private DropoutKernels() {}

  static Kernel draw(FusedOp.DrawMask op, OpCall call) {
    Tensor mask = call.output(0);
    IntBuffer seed = call.input(0).ints();
    IntBuffer sentences = call.input(1).ints();
    DropoutMask generator = new DropoutMask(op.probability());
    int width = mask.extent(-1);
    int words = DropoutMask.words(width);
    // Whole rows of words can be written where they lie only if no row begins within a word.
    boolean packed = mask.type() == ElementType.BFLOAT16 && width % 4 == 0;
    LongBuffer packedOut = packed ? mask.bytes().asLongBuffer() : LongBuffer.allocate(0);
    FloatBuffer out = packed ? FloatBuffer.allocate(0) : mask.floats();
    RowOfSentence row = new RowOfSentence(mask, sentences.capacity());
    return () -> {
      int high = seed.get(0);
      int low = seed.get(1);
      long[] bits = new long[words];
      float[] values = new float[width];
      for (int i = 0; i < mask.rows(); i++) {
        long key =
            DropoutMask.rowKey(high, low, op.site(), sentences.get(row.sentence(i)), row.within(i));
        generator.keep(key, width, bits, 0);
        if (packed) {
          for (int j = 0; j < words; j++) {
            bits[j] *= BF16_ONE;
          }
          packedOut.put(i * words, bits);
        } else {
          for (int j = 0; j < width; j++) {
            values[j] = bits[j / 4] >>> (j % 4 * LANE_BITS) & 1;
          }
          out.put(i * width, values);
        }
      }
    };
  }

  /** Which row of which sentence a row of a tensor is: [B·T, D] or [B, H, T, S]. */
  private static final class RowOfSentence {
    private final int perSentence;
    private final int queries;

    RowOfSentence(Tensor tensor, int sentences) {
      this.perSentence = tensor.rows() / sentences;
      this.queries = tensor.rank() == 4 ? tensor.extent(2) : perSentence;
    }

    int sentence(int row) {
      return row / perSentence;
    }

    /** The row that the mask is drawn for. */
    int within(int row) {
      int rest = row % perSentence;
      return Dropout.row(rest / queries, rest % queries);
    }
  }
}
