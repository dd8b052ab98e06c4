package dev.dolmetsch.model.decode;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.batch.SpecialIds;
import java.nio.FloatBuffer;

/**
 * The logits of one hypothesis on the heap: log p(v) = logit(v) − {@link #logSumExp}. What is never
 * produced ({@code <s>}, {@code <pad>}) counts in the sum, as in training, but is −∞ here.
 */
final class LogitRow {
  private final float[] logits;
  private final LogSumExp sum;
  private final SpecialIds specials;
  private double logSumExp;

  LogitRow(int vocabularySize, SpecialIds specials) {
    this.logits = new float[vocabularySize];
    this.sum = new LogSumExp(vocabularySize);
    this.specials = specials;
  }

  /**
   * Reads a row of logits [N, V].
   *
   * @throws DolmetschException if one is not a number
   */
  void load(FloatBuffer all, int row) {
    int size = logits.length;
    all.get(row * size, logits, 0, size);
    logSumExp = sum.of(logits);
    if (Double.isNaN(logSumExp)) {
      throw new DolmetschException(
          "the model computed values that are not numbers; its parameters are broken, take another"
              + " checkpoint");
    }
    logits[specials.start()] = Float.NEGATIVE_INFINITY;
    logits[specials.padding()] = Float.NEGATIVE_INFINITY;
  }

  /** log Σ exp(logit). */
  double logSumExp() {
    return logSumExp;
  }

  /** V. */
  int size() {
    return logits.length;
  }

  /** log p of a piece. */
  double logProbability(int id) {
    return logits[id] - logSumExp;
  }

  float logit(int id) {
    return logits[id];
  }

  /** Takes a piece away; it still counts in {@link #logSumExp}. */
  void ban(int id) {
    logits[id] = Float.NEGATIVE_INFINITY;
  }

  /** Makes a piece less attractive; {@link #logSumExp} stays as it is. */
  void penalise(int id, double amount) {
    logits[id] -= (float) amount;
  }

  /** The largest logit; −∞ if everything is banned. */
  float max() {
    return LogSumExp.max(logits);
  }

  /** The id of the largest logit, the lowest of several. */
  int argMax() {
    float max = max();
    int id = 0;
    while (id < logits.length - 1 && logits[id] != max) {
      id++;
    }
    return id;
  }
}
