package dev.dolmetsch.model.decode;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.batch.SpecialIds;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The logits of one hypothesis on the heap: log p(v) = logit(v) − {@link #logSumExp}. What is never
 * produced ({@code <s>}, {@code <pad>}) counts in the sum, as in training, but is −∞ here.
 */
final class LogitRow {
  private static final int COLUMNS = LogSumExp.COLUMNS;

  /** V values in rows of {@value LogSumExp#COLUMNS}, the last one filled up with −∞. */
  private final float[][] logits;

  private final int size;
  private final LogSumExp sum = new LogSumExp();
  private final SpecialIds specials;
  private double logSumExp;

  LogitRow(int vocabularySize, SpecialIds specials) {
    this.size = vocabularySize;
    this.logits = new float[(vocabularySize + COLUMNS - 1) / COLUMNS][COLUMNS];
    this.specials = specials;
    Arrays.fill(logits[logits.length - 1], Float.NEGATIVE_INFINITY);
  }

  /**
   * Reads a row of logits [N, V].
   *
   * @throws DolmetschException if one is not a number
   */
  void load(FloatBuffer all, int row) {
    for (int i = 0; i < logits.length; i++) {
      int first = i * COLUMNS;
      all.get(row * size + first, logits[i], 0, Math.min(COLUMNS, size - first));
    }
    logSumExp = sum.of(logits);
    if (Double.isNaN(logSumExp)) {
      throw new DolmetschException(
          "the model computed values that are not numbers; its parameters are broken, take another"
              + " checkpoint");
    }
    set(specials.start(), Float.NEGATIVE_INFINITY);
    set(specials.padding(), Float.NEGATIVE_INFINITY);
  }

  private void set(int id, float logit) {
    logits[id / COLUMNS][id % COLUMNS] = logit;
  }

  /** log Σ exp(logit). */
  double logSumExp() {
    return logSumExp;
  }

  /** V. */
  int size() {
    return size;
  }

  /** log p of a piece. */
  double logProbability(int id) {
    return logit(id) - logSumExp;
  }

  float logit(int id) {
    return logits[id / COLUMNS][id % COLUMNS];
  }

  /**
   * What no logit of {@code column}, {@code column} + {@value LogSumExp#COLUMNS}, and so on is
   * above.
   *
   * @param column 0 to {@value LogSumExp#COLUMNS} − 1
   */
  float bound(int column) {
    return sum.maxOfColumn(column);
  }

  /** Takes a piece away; it still counts in {@link #logSumExp}. */
  void ban(int id) {
    set(id, Float.NEGATIVE_INFINITY);
  }

  /**
   * Makes a piece less attractive; {@link #logSumExp} stays as it is.
   *
   * @param amount not below 0
   */
  void penalise(int id, double amount) {
    set(id, logit(id) - (float) amount);
  }

  /** The largest logit; −∞ if everything is banned. */
  float max() {
    return logit(argMax());
  }

  /** The id of the largest logit, the lowest of several. */
  int argMax() {
    int best = 0;
    float max = logit(0);
    for (int column = 0; column < COLUMNS; column++) {
      if (bound(column) < max) {
        continue;
      }
      for (int id = column; id < size; id += COLUMNS) {
        float logit = logit(id);
        if (logit > max || (logit == max && id < best)) {
          max = logit;
          best = id;
        }
      }
    }
    return best;
  }
}
