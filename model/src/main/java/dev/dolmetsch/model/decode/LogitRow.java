package dev.dolmetsch.model.decode;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.batch.SpecialIds;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The logits of one hypothesis on the heap: log p(v) = logit(v) − {@link #logSumExp}. What is never
 * produced ({@code <s>}, {@code <pad>}) counts in the sum, as in training, but is −∞ here.
 */
final class LogitRow {
  private static final int COLUMNS = LogSumExp.COLUMNS;

  /** V values in rows of {@value LogSumExp#COLUMNS}, the last one filled up with −∞. */
  private final float[][] logits;

  /** The first i rows, for each i: what the logits of a shortlist fill. */
  private final float[][][] beginnings;

  private final int vocabularySize;
  private int size;

  /** Which pieces they are, ascending, and where their logits stand; null if all V are there. */
  private int @Nullable [] ids;

  private int @Nullable [] columns;
  private int width;
  private final LogSumExp sum = new LogSumExp();
  private final SpecialIds specials;
  private double logSumExp;

  LogitRow(int vocabularySize, SpecialIds specials) {
    this.vocabularySize = vocabularySize;
    this.size = vocabularySize;
    this.width = vocabularySize;
    this.logits = new float[(vocabularySize + COLUMNS - 1) / COLUMNS][COLUMNS];
    this.specials = specials;
    this.beginnings = new float[logits.length + 1][][];
    for (int rows = 0; rows <= logits.length; rows++) {
      beginnings[rows] = Arrays.copyOf(logits, rows);
    }
  }

  /** From now on rows have the logits of all V pieces. */
  void showAll() {
    ids = null;
    columns = null;
    size = vocabularySize;
    width = vocabularySize;
  }

  /**
   * From now on only these pieces exist: indices 0, 1, … stand for them, see {@link #id}.
   *
   * @param shown ids, ascending
   * @param shownColumns where each stands in a row of logits
   * @param rowWidth length of such a row
   */
  void show(int[] shown, int[] shownColumns, int rowWidth) {
    ids = shown;
    columns = shownColumns;
    size = shown.length;
    width = rowWidth;
  }

  /** The piece that an index stands for. */
  int id(int index) {
    return ids == null ? index : ids[index];
  }

  /** The index of a piece, negative if it is not shown. */
  private int index(int id) {
    return ids == null ? id : Arrays.binarySearch(ids, id);
  }

  /**
   * Reads a row of logits [N, V].
   *
   * @throws DolmetschException if one is not a number
   */
  void load(FloatBuffer all, int row) {
    float[][] used = beginnings[(size + COLUMNS - 1) / COLUMNS];
    for (int i = 0; i < used.length; i++) {
      int first = i * COLUMNS;
      int count = Math.min(COLUMNS, size - first);
      if (columns == null) {
        all.get(row * width + first, used[i], 0, count);
      } else {
        for (int j = 0; j < count; j++) {
          used[i][j] = all.get(row * width + columns[first + j]);
        }
      }
      Arrays.fill(used[i], count, COLUMNS, Float.NEGATIVE_INFINITY);
    }
    logSumExp = sum.of(used);
    if (Double.isNaN(logSumExp)) {
      throw new DolmetschException(
          "the model computed values that are not numbers; its parameters are broken, take another"
              + " checkpoint");
    }
    ban(specials.start());
    ban(specials.padding());
  }

  /** log Σ exp(logit). */
  double logSumExp() {
    return logSumExp;
  }

  /** How many logits there are: V, or as many as pieces are shown. */
  int size() {
    return size;
  }

  /** log p of a piece. */
  double logProbability(int id) {
    int index = index(id);
    return index < 0 ? Double.NEGATIVE_INFINITY : logit(index) - logSumExp;
  }

  /** By index. */
  float logit(int index) {
    return logits[index / COLUMNS][index % COLUMNS];
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
    add(id, Float.NEGATIVE_INFINITY);
  }

  private void add(int id, float amount) {
    int index = index(id);
    if (index >= 0) {
      logits[index / COLUMNS][index % COLUMNS] += amount;
    }
  }

  /**
   * Makes a piece less attractive; {@link #logSumExp} stays as it is.
   *
   * @param amount not below 0
   */
  void penalise(int id, double amount) {
    add(id, -(float) amount);
  }

  /** The largest logit; −∞ if everything is banned. */
  float max() {
    return logit(argMax());
  }

  /** The index of the largest logit, the lowest of several. */
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
