package dev.dolmetsch.model.ops;

import java.util.List;
import org.nd4j.imports.converters.ImportClassMapping;

/** Makes SameDiff know the operations of this package. */
public final class Operations {
  private static final List<GraphOp> ALL =
      List.of(
          new AddPositions(),
          new AttentionContext(),
          new AttentionContext.Backward(),
          new AttentionScores(),
          new AttentionScores.Backward(),
          new CacheWrite(),
          new Dropout(),
          new Embedding(),
          new Embedding.Backward(),
          new FeedForwardActivation(),
          new FeedForwardActivation.Backward(),
          new LabelSmoothedCrossEntropy(),
          new LabelSmoothedCrossEntropy.Backward(),
          new LayerNorm(),
          new LayerNorm.Backward(),
          new Linear(),
          new Linear.Backward(),
          new PassThrough(),
          new ResidualAdd(),
          new ScaleAndBias(),
          new ScaleAndMask(),
          new ScaleAndMask.Backward(),
          new SelectedLinear(),
          new SoftmaxWeights(),
          new SoftmaxWeights.Backward());

  private Operations() {}

  /** One of each, as SameDiff's clone wants them. */
  static List<GraphOp> all() {
    return ALL;
  }

  /**
   * Registers every operation; must have happened before a graph with one of them is
   * differentiated. May be called any number of times.
   */
  public static void register() {
    var names = ImportClassMapping.getOpNameMapping();
    synchronized (names) {
      ALL.forEach(op -> names.put(op.opName(), op));
    }
  }
}
