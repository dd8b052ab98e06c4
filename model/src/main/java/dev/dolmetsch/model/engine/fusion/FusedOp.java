package dev.dolmetsch.model.engine.fusion;

import dev.dolmetsch.model.engine.ElementType;
import dev.dolmetsch.model.engine.PlanGraph.Step;
import dev.dolmetsch.model.engine.PlanOp;
import dev.dolmetsch.model.engine.PlanProfile;
import dev.dolmetsch.model.ops.Activation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What fusion makes of the graph's operations. Shapes are those of {@code model.ops}; an argument
 * in brackets is there only if the record says so.
 */
public sealed interface FusedOp extends PlanOp {
  /**
   * y = [r + ][mask · ][f](x·Wᵀ [+ b])[/(1 − p)]: x [N, I], W [O, I], [b [O]], [mask [N, O], r [N,
   * O]] → y [N, O].
   *
   * @param bias whether there is b
   * @param activation f
   * @param dropout p, where there is a mask
   * @param residual whether there is r
   */
  record LinearForward(
      boolean bias, Optional<Activation> activation, OptionalDouble dropout, boolean residual)
      implements FusedOp {
    @Override
    public String label() {
      return "linear"
          + (bias ? "+bias" : "")
          + activation.map(f -> f == Activation.RELU ? "+relu" : "+gelu").orElse("")
          + (dropout.isPresent() ? "+dropout" : "")
          + (residual ? "+residual" : "");
    }

    @Override
    public boolean isProduct() {
      return true;
    }

    /** Index of the bias among the inputs. */
    public int biasInput() {
      return 2;
    }

    /** Index of the mask among the inputs. */
    public int maskInput() {
      return bias ? 3 : 2;
    }

    /** Index of r among the inputs. */
    public int residualInput() {
      return maskInput() + (dropout.isPresent() ? 1 : 0);
    }
  }

  /**
   * dx = dy·W, dW = dyᵀ·x, db = Σ_rows dy: dy [N, O], x [N, I], W [O, I] → dx, dW[, db].
   *
   * @param bias whether there is db
   */
  record LinearBackward(boolean bias) implements FusedOp {
    @Override
    public String label() {
      return "linear_backward" + (bias ? "+bias" : "");
    }

    @Override
    public boolean isProduct() {
      return true;
    }
  }

  /**
   * 1 where an element is kept and 0 where it is dropped: seed [2], sentences [B] → mask.
   *
   * @param probability p
   * @param site the place in the graph
   */
  record DrawMask(double probability, int site) implements FusedOp {
    @Override
    public String label() {
      return "dropout_mask";
    }
  }

  /**
   * mask · x/(1 − p): x, mask → y.
   *
   * @param probability p
   */
  record ApplyMask(double probability) implements FusedOp {
    @Override
    public String label() {
      return "dropout";
    }

    @Override
    public int reusableInput() {
      return 0;
    }
  }

  /**
   * Layer norm that keeps its statistics: x [N, D], g [D], b [D] → y [N, D], mean [N], variance
   * [N].
   *
   * @param epsilon ε, added to the variance
   */
  record LayerNormForward(double epsilon) implements FusedOp {
    @Override
    public String label() {
      return "layer_norm";
    }
  }

  /**
   * dy [N, D], x [N, D], g [D], mean [N], variance [N] → dx [N, D], dg [D], db [D].
   *
   * @param epsilon ε, added to the variance
   */
  record LayerNormBackward(double epsilon) implements FusedOp {
    @Override
    public String label() {
      return "layer_norm_backward";
    }
  }

  /**
   * 0 where a key may be seen and −∞ where not: lengths [B] → [B, 1, T, S], or [B, 1, 1, S] where
   * all queries see the same.
   *
   * @param causal whether query t sees keys 0 to t only
   */
  record VisibleKeys(boolean causal) implements FusedOp {
    @Override
    public String label() {
      return "visible_keys";
    }
  }

  /**
   * scale · q·kᵀ + visible of every head: q [B·T, D], k [B·S, D], visible [B, 1, T or 1, S] → [B,
   * H, T, S].
   *
   * @param scale factor on a dot product
   */
  record MaskedScores(double scale) implements FusedOp {
    @Override
    public String label() {
      return "attention_scores+scale+mask";
    }

    @Override
    public boolean isProduct() {
      return true;
    }
  }

  /**
   * dq = scale·ds·k, dk = scale·dsᵀ·q: ds [B, H, T, S], q [B·T, D], k [B·S, D] → dq, dk.
   *
   * @param scale factor on a dot product
   */
  record MaskedScoresBackward(double scale) implements FusedOp {
    @Override
    public String label() {
      return "attention_scores_backward+scale+mask";
    }

    @Override
    public boolean isProduct() {
      return true;
    }
  }

  /**
   * dx = dy where y &gt; 0, else 0: dy [N, F], y = max(x, 0) [N, F] → dx [N, F]. The input of the
   * activation need not be kept.
   */
  record ReluBackward() implements FusedOp {
    @Override
    public String label() {
      return "relu_backward";
    }

    @Override
    public int reusableInput() {
      return 0;
    }
  }

  /**
   * Label-smoothed cross-entropy and its gradient, for a loss whose own gradient is 1: logits [N,
   * V], labels [N] → dlogits [N, V], loss (scalar).
   *
   * @param smoothing ε
   * @param paddingId label of rows that do not count
   */
  record LossAndGradient(double smoothing, int paddingId)
      implements FusedOp, PlanProfile.LossGradient {
    @Override
    public String label() {
      return "cross_entropy+backward";
    }

    @Override
    public int reusableInput() {
      return 0;
    }
  }

  /**
   * Adds each row of a gradient to its id's row of a table, in place: table [V, D], dy [N, D], ids
   * [N] → the same table.
   *
   * @param scale factor on each row
   */
  record ScatterAdd(double scale) implements FusedOp {
    @Override
    public String label() {
      return "embedding_backward+add";
    }
  }

  /** a + b of one shape. */
  record Add() implements FusedOp {
    @Override
    public String label() {
      return "add";
    }

    @Override
    public int reusableInput() {
      return 0;
    }
  }

  /**
   * Sentences made longer by rows of zeros: x [B·P, W] → [B·P′, W].
   *
   * @param sentences B
   */
  record PadPositions(int sentences) implements FusedOp {
    @Override
    public String label() {
      return "pad_positions";
    }
  }

  /**
   * Sentences made shorter by their last rows: x [B·P′, W] → [B·P, W].
   *
   * @param sentences B
   */
  record CutPositions(int sentences) implements FusedOp {
    @Override
    public String label() {
      return "cut_positions";
    }
  }

  /**
   * Steps of attention that know nothing of other sentences, done for a few sentences at a time:
   * what one leaves is in the cache for the next. The first extent of every variable is a multiple
   * of B.
   *
   * @param sentences B
   * @param steps the steps, in order
   * @param inputs what they read of others, in the order of the call's inputs
   * @param outputs what others read of them, in the order of the call's outputs
   * @param inner what nobody else reads
   */
  record AttentionBlock(
      int sentences,
      List<Step> steps,
      List<String> inputs,
      List<String> outputs,
      List<InnerVariable> inner)
      implements FusedOp {
    /** Copies the lists. */
    public AttentionBlock {
      steps = List.copyOf(steps);
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
      inner = List.copyOf(inner);
    }

    @Override
    public String label() {
      return "attention_block";
    }
  }

  /**
   * A variable that lives within a block of steps only.
   *
   * @param shape for all sentences
   * @param owner the inner matrix that it is some columns of; itself, if it has memory of its own
   * @param column the first of them
   */
  record InnerVariable(String name, ElementType type, List<Long> shape, String owner, int column) {
    /** Whether it has memory of its own. */
    public boolean isOwner() {
      return owner.equals(name);
    }
  }

  /** The same numbers in bfloat16. */
  record Convert() implements FusedOp {
    @Override
    public String label() {
      return "convert";
    }
  }
}
