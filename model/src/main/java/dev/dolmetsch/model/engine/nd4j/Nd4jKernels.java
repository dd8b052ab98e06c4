package dev.dolmetsch.model.engine.nd4j;

import dev.dolmetsch.model.engine.GraphOperation;
import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.Kernels;
import dev.dolmetsch.model.engine.OpCall;
import dev.dolmetsch.model.engine.RowSelections;
import dev.dolmetsch.model.ops.AddPositions;
import dev.dolmetsch.model.ops.AttentionContext;
import dev.dolmetsch.model.ops.AttentionScores;
import dev.dolmetsch.model.ops.CacheWrite;
import dev.dolmetsch.model.ops.Dropout;
import dev.dolmetsch.model.ops.Embedding;
import dev.dolmetsch.model.ops.FeedForwardActivation;
import dev.dolmetsch.model.ops.LabelSmoothedCrossEntropy;
import dev.dolmetsch.model.ops.LayerNorm;
import dev.dolmetsch.model.ops.Linear;
import dev.dolmetsch.model.ops.PassThrough;
import dev.dolmetsch.model.ops.ResidualAdd;
import dev.dolmetsch.model.ops.ScaleAndBias;
import dev.dolmetsch.model.ops.ScaleAndMask;
import dev.dolmetsch.model.ops.SelectedLinear;
import dev.dolmetsch.model.ops.SoftmaxWeights;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/** Float32 kernels on ND4J's libraries and the JVM; they run wherever ND4J runs. */
public final class Nd4jKernels implements Kernels {
  /** What these kernels are called. */
  public static final String DESCRIPTION = "nd4j float32";

  static {
    OpenBlasBinding.initialise();
  }

  private final Scratch scratch = new Scratch();
  private final RowSelections selections = new RowSelections();
  private final Map<Integer, SinusoidTable> sinusoids = new HashMap<>();
  private final Map<Class<?>, Function<OpCall, Kernel>> factories = new HashMap<>();

  /** Kernels for one worker. */
  public Nd4jKernels() {
    add(
        AddPositions.class,
        (op, call) -> EmbeddingKernels.addPositions(call, sinusoids(call), scratch));
    add(AttentionContext.class, (op, call) -> AttentionKernels.context(call));
    add(AttentionContext.Backward.class, (op, call) -> AttentionKernels.contextBackward(call));
    add(AttentionScores.class, (op, call) -> AttentionKernels.scores(call));
    add(AttentionScores.Backward.class, (op, call) -> AttentionKernels.scoresBackward(call));
    add(CacheWrite.class, (op, call) -> EmbeddingKernels.cacheWrite(call, scratch));
    add(Dropout.class, (op, call) -> ElementwiseKernels.dropout(call, op, scratch));
    add(Embedding.class, (op, call) -> EmbeddingKernels.lookUp(call, (float) op.scale(), scratch));
    add(
        Embedding.Backward.class,
        (op, call) -> EmbeddingKernels.scatterAdd(call, (float) op.scale(), scratch));
    add(
        FeedForwardActivation.class,
        (op, call) -> ElementwiseKernels.activation(call, op.activation(), scratch));
    add(
        FeedForwardActivation.Backward.class,
        (op, call) -> ElementwiseKernels.activationBackward(call, op.activation(), scratch));
    add(
        LabelSmoothedCrossEntropy.class,
        (op, call) -> CrossEntropyKernels.forward(call, op.smoothing(), op.paddingId(), scratch));
    add(
        LabelSmoothedCrossEntropy.Backward.class,
        (op, call) -> CrossEntropyKernels.backward(call, op.smoothing(), op.paddingId(), scratch));
    add(
        LayerNorm.class,
        (op, call) -> LayerNormKernels.forward(call, (float) op.epsilon(), scratch));
    add(
        LayerNorm.Backward.class,
        (op, call) -> LayerNormKernels.backward(call, (float) op.epsilon(), scratch));
    add(Linear.class, (op, call) -> LinearKernels.forward(call, scratch));
    add(Linear.Backward.class, (op, call) -> LinearKernels.backward(call, scratch));
    add(PassThrough.class, (op, call) -> () -> {});
    add(ResidualAdd.class, (op, call) -> ElementwiseKernels.add(call, scratch));
    add(
        ScaleAndBias.class,
        (op, call) -> AttentionKernels.scaleAndBias(call, (float) op.scale(), scratch));
    add(
        ScaleAndMask.class,
        (op, call) ->
            AttentionKernels.scaleAndMask(call, (float) op.scale(), op.causal(), scratch));
    add(
        ScaleAndMask.Backward.class,
        (op, call) ->
            AttentionKernels.scaleAndMaskBackward(call, (float) op.scale(), op.causal(), scratch));
    add(SoftmaxWeights.class, (op, call) -> AttentionKernels.softmax(call, scratch));
    add(SelectedLinear.class, (op, call) -> LinearKernels.selected(call, selections));
    add(
        SoftmaxWeights.Backward.class,
        (op, call) -> AttentionKernels.softmaxBackward(call, scratch));
  }

  /** The table that all of this worker's plans share. */
  private SinusoidTable sinusoids(OpCall call) {
    return sinusoids.computeIfAbsent(call.input(0).extent(1), SinusoidTable::new);
  }

  private <T extends DynamicCustomOp> void add(
      Class<T> type, BiFunction<T, OpCall, Kernel> factory) {
    factories.put(type, call -> factory.apply(type.cast(op(call)), call));
  }

  @Override
  public Kernel create(OpCall call) {
    DynamicCustomOp op = op(call);
    Function<OpCall, Kernel> factory = factories.get(op.getClass());
    if (factory != null) {
      return factory.apply(call);
    }
    if (op.opName().equals("add")
        && java.util.Arrays.equals(call.input(0).shape(), call.input(1).shape())) {
      return ElementwiseKernels.add(call, scratch); // How SameDiff sums gradients.
    }
    return BuiltInKernel.of(op, call);
  }

  private static DynamicCustomOp op(OpCall call) {
    if (call.op() instanceof GraphOperation operation) {
      return operation.op();
    }
    throw new IllegalArgumentException("no ND4J kernel computes " + call.op().label());
  }

  @Override
  public long selectedRowBytes() {
    return selections.bytes();
  }

  @Override
  public String description() {
    return DESCRIPTION;
  }
}
