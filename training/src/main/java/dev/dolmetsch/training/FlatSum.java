package dev.dolmetsch.training;

import dev.dolmetsch.model.FlatParameters;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * The sum of several flat arrays, block by block, added in their order.
 *
 * <p>Belongs to one thread.
 */
final class FlatSum {
  private final List<FloatBuffer> addends;
  private final float[] sum = new float[FlatLoop.BLOCK];
  private final float[] next = new float[FlatLoop.BLOCK];

  /** The sum of at least one array. */
  FlatSum(List<FlatParameters> addends) {
    this.addends = addends.stream().map(addend -> addend.flat().floats()).toList();
  }

  /** Elements {@code from} to {@code from + count}, at most a block, until the next call. */
  float[] at(int from, int count) {
    addends.get(0).get(from, sum, 0, count);
    for (int addend = 1; addend < addends.size(); addend++) {
      addends.get(addend).get(from, next, 0, count);
      for (int i = 0; i < count; i++) {
        sum[i] += next[i];
      }
    }
    return sum;
  }
}
