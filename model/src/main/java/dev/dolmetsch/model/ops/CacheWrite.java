package dev.dolmetsch.model.ops;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Writes one new row per sentence into a cache of keys or values, in place: cache [B·C, D] with
 * room for C positions each, rows [B, D], lengths [B] (int32, positions in use with the new one) →
 * the same cache. Row b goes to position lengths[b] − 1.
 */
public final class CacheWrite extends GraphOp {
  private static final String NAME = "dolmetsch_cache_write";

  /** For SameDiff's clone. */
  public CacheWrite() {}

  /** Writes rows into a cache. */
  public CacheWrite(SameDiff graph, SDVariable cache, SDVariable rows, SDVariable lengths) {
    super(graph, cache, rows, lengths);
  }

  @Override
  public String opName() {
    return NAME;
  }

  @Override
  public int aliasedInput() {
    return 0;
  }

  @Override
  public List<long[]> outputShapes(List<long[]> in) {
    require(
        fits(in.get(0), ANY, ANY)
            && fits(in.get(2), ANY)
            && fits(in.get(1), in.get(2)[0], in.get(0)[1])
            && in.get(0)[0] % in.get(2)[0] == 0,
        "cache [B·C, D], rows [B, D], lengths [B]",
        in);
    return List.of(in.get(0));
  }
}
