package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.ElementType;
import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.OpCall;
import dev.dolmetsch.model.engine.Tensor;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/**
 * Label-smoothed cross-entropy over the vocabulary, and its gradient in the same pass: a few rows
 * at a time, so that what is read twice is still in the cache. Probabilities, sums and the loss are
 * float32 whatever the logits are stored in.
 */
final class LossKernels {
  /** Elements of the probabilities of one block of rows: with the logits they fit the cache. */
  private static final int BLOCK = 1 << 17;

  /** Below it a probability is computed anew, as ε/V was subtracted from it. */
  private static final float SMALL = 1e-6f;

  private final Primitives primitives;

  /** Probabilities of one block: kernels run one after the other, so one array serves all. */
  private @Nullable Tensor scratch;

  LossKernels(Primitives primitives) {
    this.primitives = primitives;
  }

  /** logits, labels → loss. */
  Kernel loss(double smoothing, int paddingId, OpCall call) {
    return new Loss(smoothing, paddingId, call.input(0), call.input(1), null, call.output(0));
  }

  /** logits, labels → dlogits, loss. */
  Kernel lossAndGradient(double smoothing, int paddingId, OpCall call) {
    return new Loss(
        smoothing, paddingId, call.input(0), call.input(1), call.output(0), call.output(1));
  }

  /** Some rows at a time. */
  private record Block(int from, int rows, List<Call> before, List<Call> after) {}

  private final class Loss implements Kernel {
    private final double smoothing;
    private final int paddingId;
    private final int vocabulary;
    private final IntBuffer labels;
    private final Logits logits;
    private final @Nullable Tensor gradient;
    private final FloatBuffer loss;
    private final FloatBuffer probabilities;
    private final FloatBuffer sums;
    private final List<Block> blocks = new ArrayList<>();

    Loss(
        double smoothing,
        int paddingId,
        Tensor logits,
        Tensor labels,
        @Nullable Tensor gradient,
        Tensor loss) {
      this.smoothing = smoothing;
      this.paddingId = paddingId;
      this.vocabulary = logits.extent(1);
      this.labels = labels.ints();
      this.logits = Logits.of(logits);
      this.gradient = gradient;
      this.loss = loss.floats();
      int most = Math.max(1, BLOCK / vocabulary);
      Tensor block = scratch(most);
      this.probabilities = block.floats();
      Tensor rowSums = Tensor.allocate(ElementType.FLOAT32, most, 1);
      this.sums = rowSums.floats();
      int rows = logits.extent(0);
      for (int from = 0; from < rows; from += most) {
        blocks.add(block(from, Math.min(most, rows - from), logits, block, rowSums));
      }
    }

    private Tensor scratch(int rows) {
      if (scratch == null || scratch.length() < rows * vocabulary) {
        scratch = Tensor.allocate(ElementType.FLOAT32, rows, vocabulary);
      }
      return scratch.reshape(rows, vocabulary);
    }

    private Block block(int from, int rows, Tensor z, Tensor scratch, Tensor rowSums) {
      Layout logitRows = Layout.dense(z.type(), rows, vocabulary);
      Layout probabilityRows = Layout.dense(ElementType.FLOAT32, rows, vocabulary);
      long offset = (long) from * vocabulary * z.type().bytes();
      Call sum =
          new Call(
              primitives.get(
                  "row_sums",
                  List.of(
                      RowKernels.argument(dnnl.DNNL_ARG_SRC, logitRows),
                      RowKernels.argument(
                          dnnl.DNNL_ARG_DST, Layout.dense(ElementType.FLOAT32, rows, 1))),
                  PostOps.NONE,
                  (slot, layouts, attributes) ->
                      dnnl.dnnl_reduction_primitive_desc_create(
                          slot,
                          OneDnn.engine(),
                          dnnl.dnnl_reduction_sum,
                          layouts.get(0),
                          layouts.get(1),
                          0f,
                          0f,
                          attributes)),
              Memory.at(z.raw(), offset),
              rowSums.raw());
      // p − ε/V, what the gradient is everywhere but at the label.
      PostOps spread =
          new PostOps(
              List.of(
                  new PostOps.Elementwise(
                      dnnl.dnnl_eltwise_linear, 1f, (float) (-smoothing / vocabulary))));
      Call softmax =
          new Call(
              SoftmaxKernels.primitive(primitives, logitRows, probabilityRows, spread),
              Memory.at(z.raw(), offset),
              scratch.raw());
      List<Call> after = new ArrayList<>();
      if (gradient != null) {
        after.add(
            new Call(
                RowKernels.convert(
                    primitives, probabilityRows, Layout.dense(gradient.type(), rows, vocabulary)),
                scratch.raw(),
                Memory.at(gradient.raw(), (long) from * vocabulary * gradient.type().bytes())));
      }
      return new Block(from, rows, List.of(sum, softmax), after);
    }

    @Override
    public void run() {
      double total = 0;
      for (Block block : blocks) {
        // The gradient may overwrite the logits, so what is needed of them is read first.
        float[] labelLogits = logits.at(labels, block.from, block.rows);
        total += rows(block, labelLogits);
      }
      loss.put(0, (float) total);
    }

    private double rows(Block block, float[] labelLogits) {
      block.before.forEach(Call::run);
      double total = 0;
      double spread = smoothing / vocabulary;
      for (int row = 0; row < block.rows; row++) {
        int label = labels.get(block.from + row);
        if (label == paddingId) {
          continue;
        }
        int at = row * vocabulary + label;
        float shifted = probabilities.get(at);
        double probability = shifted + spread;
        double logNormaliser =
            probability > SMALL
                ? labelLogits[row] - Math.log(probability)
                : logits.logNormaliser(block.from + row);
        double negativeLogLikelihood = logNormaliser - labelLogits[row];
        total +=
            (1 - smoothing) * negativeLogLikelihood
                + smoothing * logNormaliser
                - spread * sums.get(row);
        probabilities.put(at, (float) (shifted - (1 - smoothing)));
      }
      block.after.forEach(Call::run);
      if (gradient != null) {
        clearPadding(gradient, block);
      }
      return total;
    }

    private void clearPadding(Tensor dlogits, Block block) {
      for (int row = block.from; row < block.from + block.rows; row++) {
        if (labels.get(row) == paddingId) {
          Memory.clearRows(dlogits, row, row + 1);
        }
      }
    }

    @Override
    public void close() {
      for (Block block : blocks) {
        block.before.forEach(Call::close);
        block.after.forEach(Call::close);
      }
    }
  }

  /** Logits of either type. */
  private abstract static class Logits {
    private final int vocabulary;

    Logits(int vocabulary) {
      this.vocabulary = vocabulary;
    }

    static Logits of(Tensor tensor) {
      int vocabulary = tensor.extent(1);
      if (tensor.type() == ElementType.FLOAT32) {
        FloatBuffer values = tensor.floats();
        return new Logits(vocabulary) {
          @Override
          float get(int index) {
            return values.get(index);
          }
        };
      }
      ShortBuffer bits = tensor.shorts();
      return new Logits(vocabulary) {
        @Override
        float get(int index) {
          return Float.intBitsToFloat(bits.get(index) << 16);
        }
      };
    }

    abstract float get(int index);

    /** The logit of each row's label. */
    float[] at(IntBuffer labels, int from, int rows) {
      float[] values = new float[rows];
      for (int row = 0; row < rows; row++) {
        int label = Objects.checkIndex(labels.get(from + row), vocabulary);
        values[row] = get((from + row) * vocabulary + label);
      }
      return values;
    }

    /** log Σ exp of a row. */
    double logNormaliser(int row) {
      float max = Float.NEGATIVE_INFINITY;
      for (int i = 0; i < vocabulary; i++) {
        max = Math.max(max, get(row * vocabulary + i));
      }
      double sum = 0;
      for (int i = 0; i < vocabulary; i++) {
        sum += Math.exp(get(row * vocabulary + i) - max);
      }
      return max + Math.log(sum);
    }
  }
}
