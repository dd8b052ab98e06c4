package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.ElementType;
import dev.dolmetsch.model.engine.GraphOperation;
import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.Kernels;
import dev.dolmetsch.model.engine.OpCall;
import dev.dolmetsch.model.engine.PlanGraph;
import dev.dolmetsch.model.engine.PlanGraph.Step;
import dev.dolmetsch.model.engine.fusion.AttentionBlocks;
import dev.dolmetsch.model.engine.fusion.FusedOp;
import dev.dolmetsch.model.engine.fusion.FusedPlan;
import dev.dolmetsch.model.engine.fusion.PaddedAttention;
import dev.dolmetsch.model.engine.nd4j.Nd4jKernels;
import dev.dolmetsch.model.ops.AttentionContext;
import dev.dolmetsch.model.ops.AttentionScores;
import dev.dolmetsch.model.ops.CacheWrite;
import dev.dolmetsch.model.ops.FeedForwardActivation;
import dev.dolmetsch.model.ops.LabelSmoothedCrossEntropy;
import dev.dolmetsch.model.ops.SelectedLinear;
import dev.dolmetsch.model.ops.SoftmaxWeights;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/**
 * Kernels on oneDNN. They compute on fused plans; what oneDNN lacks and is rare falls to ND4J's
 * kernels, in float32.
 */
public final class OneDnnKernels implements Kernels {
  private final Kernels others = new Nd4jKernels();
  private final boolean bf16;
  private final @Nullable PackedWeights packedWeights;
  private final Optional<Bf16Copy> parameters;
  private final Primitives primitives = new Primitives();
  private final LinearKernels linears;
  private final SelectedLinears selectedLinears;
  private final AttentionKernels attention;
  private final RowKernels rows = new RowKernels(primitives);
  private final PositionKernels positions = new PositionKernels(primitives);
  private final SoftmaxKernels softmax = new SoftmaxKernels(primitives);
  private final LayerNormKernels norms = new LayerNormKernels(primitives);
  private final LossKernels losses = new LossKernels(primitives);
  private final BlockMemory blockMemory = new BlockMemory();

  /**
   * Kernels for one worker that shares nothing: weights may change from run to run.
   *
   * @param bf16 whether products read and write bfloat16
   */
  public OneDnnKernels(boolean bf16) {
    this(bf16, null, Optional.empty());
  }

  /**
   * Kernels for one worker of those that train the same parameters, with products in bfloat16.
   *
   * @param parameters as they are at each run
   */
  public static OneDnnKernels forTraining(Bf16Copy parameters) {
    return new OneDnnKernels(true, null, Optional.of(parameters));
  }

  /**
   * Kernels for one worker of those that translate with the same weights.
   *
   * @param bf16 whether products read and write bfloat16
   * @param weights of all these workers; outlives them
   */
  public static OneDnnKernels forInference(boolean bf16, PackedWeights weights) {
    return new OneDnnKernels(bf16, weights, Optional.empty());
  }

  private OneDnnKernels(
      boolean bf16, @Nullable PackedWeights packedWeights, Optional<Bf16Copy> parameters) {
    this.bf16 = bf16;
    this.packedWeights = packedWeights;
    this.parameters = parameters;
    Products products = new Products(primitives);
    this.linears = new LinearKernels(products, new Ones());
    this.selectedLinears = new SelectedLinears(products, primitives);
    this.attention = new AttentionKernels(products, packedWeights != null);
  }

  @Override
  public void lower(PlanGraph graph) {
    OneDnn.useOneThreadPerOperation(); // Making a primitive counts threads, too.
    primitives.trim();
    FusedPlan.fuse(graph);
    boolean constantWeights = packedWeights != null;
    boolean padded = false;
    if (!constantWeights) {
      // Lengths vary in training; whoever translates rounds them up.
      padded = PaddedAttention.pad(graph, AttentionKernels.BUCKET);
      graph.padRows(LinearKernels.ROW_MULTIPLE);
    }
    if (bf16) {
      for (Step step : graph.steps()) {
        if (step.op() instanceof FusedOp.DrawMask) {
          graph.setType(step.output(), maskType(graph.shape(step.output())));
        }
      }
      StorageTypes.choose(graph, constantWeights, parameters);
    }
    if (packedWeights != null && packedWeights.hasInt8()) {
      QuantisedInputs.choose(graph, packedWeights);
    }
    if (padded) {
      AttentionBlocks.form(graph);
    }
  }

  /** Masks are written four elements at a time where a row is a whole number of such words. */
  private static ElementType maskType(long[] shape) {
    return shape[shape.length - 1] % 4 == 0 ? ElementType.BFLOAT16 : ElementType.FLOAT32;
  }

  @Override
  public void beforeRun() {
    OneDnn.useOneThreadPerOperation();
  }

  @Override
  public Kernel create(OpCall call) {
    if (call.op() instanceof FusedOp op) {
      return fused(op, call);
    }
    if (call.op() instanceof GraphOperation operation) {
      return single(operation.op(), call);
    }
    return others.create(call);
  }

  private Kernel fused(FusedOp op, OpCall call) {
    if (op instanceof FusedOp.LinearForward linear) {
      return packedWeights == null
          ? linears.forward(linear, call)
          : linears.packed(linear, call, packedWeights);
    } else if (op instanceof FusedOp.LinearBackward linear) {
      return linears.backward(linear, call);
    } else if (op instanceof FusedOp.DrawMask mask) {
      return DropoutKernels.draw(mask, call);
    } else if (op instanceof FusedOp.ApplyMask mask) {
      return rows.applyMask(mask.probability(), call);
    } else if (op instanceof FusedOp.LayerNormForward norm) {
      return norms.forward(norm.epsilon(), call);
    } else if (op instanceof FusedOp.LayerNormBackward norm) {
      return norms.backward(norm.epsilon(), call);
    } else if (op instanceof FusedOp.VisibleKeys keys) {
      return AttentionKernels.visibleKeys(keys.causal(), call);
    } else if (op instanceof FusedOp.MaskedScores scores) {
      return attention.maskedScores(scores.scale(), call);
    } else if (op instanceof FusedOp.MaskedScoresBackward scores) {
      return attention.scoresBackward(scores.scale(), call);
    } else if (op instanceof FusedOp.ReluBackward) {
      return rows.reluBackward(call);
    } else if (op instanceof FusedOp.LossAndGradient loss) {
      return losses.lossAndGradient(loss.smoothing(), loss.paddingId(), call);
    } else if (op instanceof FusedOp.ScatterAdd scatter) {
      return RowKernels.scatterAdd(scatter.scale(), call);
    } else if (op instanceof FusedOp.Add) {
      return rows.add(call);
    } else if (op instanceof FusedOp.PadPositions pad) {
      return positions.pad(pad.sentences(), call);
    } else if (op instanceof FusedOp.CutPositions cut) {
      return positions.cut(cut.sentences(), call);
    } else if (op instanceof FusedOp.AttentionBlock block) {
      return AttentionBlockKernel.create(block, call, blockMemory, this::create);
    } else if (op instanceof FusedOp.Convert) {
      return rows.convert(call);
    }
    throw new IllegalArgumentException("no kernel computes " + op.label());
  }

  private Kernel single(DynamicCustomOp op, OpCall call) {
    if (op instanceof AttentionScores) {
      return attention.scores(call);
    } else if (op instanceof AttentionScores.Backward) {
      return attention.scoresBackward(1, call);
    } else if (op instanceof AttentionContext) {
      return attention.context(call);
    } else if (op instanceof AttentionContext.Backward) {
      return attention.contextBackward(call);
    } else if (op instanceof SelectedLinear) {
      return selectedLinears.create(call);
    } else if (op instanceof CacheWrite) {
      return CacheKernels.write(call);
    } else if (op instanceof SoftmaxWeights) {
      return softmax.forward(call);
    } else if (op instanceof SoftmaxWeights.Backward) {
      // Ten times as fast as what oneDNN has for AVX2 (40 and 4 ms of TINY's update).
      return OneDnn.isLimitedToAvx2() ? others.create(call) : softmax.backward(call);
    } else if (op instanceof FeedForwardActivation activation) {
      return rows.activation(activation.activation(), call);
    } else if (op instanceof FeedForwardActivation.Backward activation) {
      return rows.activationBackward(activation.activation(), call);
    } else if (op instanceof LabelSmoothedCrossEntropy loss) {
      return losses.loss(loss.smoothing(), loss.paddingId(), call);
    }
    return others.create(call);
  }

  @Override
  public String description() {
    return description(packedWeights != null && packedWeights.hasInt8(), bf16);
  }

  /** What kernels with these types of products are called. */
  public static String description(boolean int8, boolean bf16) {
    String others = bf16 ? "bf16" : "float32";
    return "oneDNN " + (int8 ? "int8 and " : "") + others + " (" + OneDnn.instructionSet() + ")";
  }

  @Override
  public long selectedRowBytes() {
    return selectedLinears.bytes() + others.selectedRowBytes();
  }

  @Override
  public void close() {
    selectedLinears.close();
    linears.close();
    primitives.close();
  }
}
