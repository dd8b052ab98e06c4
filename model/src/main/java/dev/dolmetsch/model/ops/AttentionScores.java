package dev.dolmetsch.model.ops;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Raw attention scores QKᵀ of every head: q [B·T, D], k [B·S, D], visible [B, …] (what will say
 * which keys are seen; it gives B) → scores [B, H, T, S]. Head h is columns h·D/H to (h+1)·D/H of q
 * and k; nothing is permuted.
 */
public final class AttentionScores extends GraphOp {
  private static final String NAME = "dolmetsch_attention_scores";

  /** For SameDiff's clone. */
  public AttentionScores() {}

  /** Scores every query against every key of its sentence. */
  public AttentionScores(
      SameDiff graph, SDVariable query, SDVariable key, SDVariable visible, int heads) {
    super(graph, query, key, visible);
    addIArgument(heads);
  }

  @Override
  public String opName() {
    return NAME;
  }

  @Override
  public List<long[]> outputShapes(List<long[]> in) {
    require(
        fits(in.get(0), ANY, ANY)
            && fits(in.get(1), ANY, in.get(0)[1])
            && in.get(2).length > 0
            && in.get(0)[0] % in.get(2)[0] == 0
            && in.get(1)[0] % in.get(2)[0] == 0
            && in.get(0)[1] % integer(0) == 0,
        "query [B·T, D], key [B·S, D], visible [B, …], D a multiple of " + integer(0) + " heads",
        in);
    long sentences = in.get(2)[0];
    long queries = in.get(0)[0];
    long keys = in.get(1)[0];
    return List.of(new long[] {sentences, integer(0), queries / sentences, keys / sentences});
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> gradients) {
    SDVariable[] d = new Backward(sameDiff, gradients.get(0), arg(0), arg(1)).outputVariables();
    return List.of(d);
  }

  /** dq = ds·k, dk = dsᵀ·q: ds [B, H, T, S], q [B·T, D], k [B·S, D] → dq, dk. */
  public static final class Backward extends GraphOp {
    private static final String NAME = AttentionScores.NAME + "_backward";

    /** For SameDiff's clone. */
    public Backward() {}

    private Backward(SameDiff graph, SDVariable gradient, SDVariable query, SDVariable key) {
      super(graph, gradient, query, key);
    }

    @Override
    public String opName() {
      return NAME;
    }

    @Override
    public int getNumOutputs() {
      return 2;
    }

    @Override
    public List<long[]> outputShapes(List<long[]> in) {
      return List.of(in.get(1), in.get(2));
    }
  }
}
