package dev.dolmetsch.model.ops;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Writes new rows into a cache of keys or values, in place: cache [P, D], rows [N, D], places [N]
 * (int32) → the same cache. Row i goes to the cache's row places[i]; of several rows for one place
 * the last one stays.
 */
public final class CacheWrite extends GraphOp {
  private static final String NAME = "dolmetsch_cache_write";

  /** For SameDiff's clone. */
  public CacheWrite() {}

  /** Writes rows into a cache. */
  public CacheWrite(SameDiff graph, SDVariable cache, SDVariable rows, SDVariable places) {
    super(graph, cache, rows, places);
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
            && fits(in.get(1), in.get(2)[0], in.get(0)[1]),
        "cache [P, D], rows [N, D], places [N]",
        in);
    return List.of(in.get(0));
  }
}
