package dev.dolmetsch.model.decode;

/**
 * The best few continuations of a sentence's hypotheses, best first. Of equals the one that was
 * offered first stands first.
 */
final class TopCandidates {
  private final double[] scores;
  private final int[] parents;
  private final int[] ids;
  private int limit;
  private int size;

  TopCandidates(int capacity) {
    this.scores = new double[capacity];
    this.parents = new int[capacity];
    this.ids = new int[capacity];
    this.limit = capacity;
  }

  /** Forgets all; from now on so many are kept, at most as many as there is room for. */
  void clear(int newLimit) {
    limit = Math.min(newLimit, scores.length);
    size = 0;
  }

  int size() {
    return size;
  }

  double score(int rank) {
    return scores[rank];
  }

  int parent(int rank) {
    return parents[rank];
  }

  int id(int rank) {
    return ids[rank];
  }

  /** Offers every continuation of a hypothesis whose own log-probability is {@code sum}. */
  void offerAll(int parent, double sum, LogitRow row) {
    double base = sum - row.logSumExp();
    float threshold = threshold(base);
    for (int column = 0; column < LogSumExp.COLUMNS; column++) {
      if (row.bound(column) <= threshold) {
        continue;
      }
      for (int index = column; index < row.size(); index += LogSumExp.COLUMNS) {
        float logit = row.logit(index);
        if (logit > threshold) {
          offer(base + logit, parent, row.id(index));
          threshold = threshold(base);
        }
      }
    }
  }

  /** Offers the most probable continuation only, unless everything is banned. */
  void offerBest(int parent, double sum, LogitRow row) {
    int index = row.argMax();
    if (row.logit(index) == Float.NEGATIVE_INFINITY) {
      return;
    }
    offer(sum - row.logSumExp() + row.logit(index), parent, row.id(index));
  }

  /** A logit that is too small, or as large as a double's rounding lets one tell. */
  private float threshold(double base) {
    return size < limit
        ? Float.NEGATIVE_INFINITY
        : Math.nextDown((float) (scores[size - 1] - base));
  }

  private void offer(double score, int parent, int id) {
    int place = size;
    if (size < limit) {
      size++;
    } else if (isBetter(score, parent, id, size - 1)) {
      place = size - 1;
    } else {
      return;
    }
    while (place > 0 && isBetter(score, parent, id, place - 1)) {
      scores[place] = scores[place - 1];
      parents[place] = parents[place - 1];
      ids[place] = ids[place - 1];
      place--;
    }
    scores[place] = score;
    parents[place] = parent;
    ids[place] = id;
  }

  /** Of equals the one that was offered first is better, of one parent's the lower id. */
  private boolean isBetter(double score, int parent, int id, int place) {
    return score > scores[place]
        || (score == scores[place] && parent == parents[place] && id < ids[place]);
  }
}
