package dev.dolmetsch.model.decode;

/**
 * Takes away what may not come next: {@code </s>} before the minimum length, and pieces that would
 * complete a sequence of n that stands in the hypothesis already. Log-probabilities stay the
 * model's own: what is banned still counts in their sum over the vocabulary.
 *
 * @param minimum pieces before {@code </s>}
 * @param ngramSize n, or 0
 * @param endId {@code </s>}
 */
record PieceBans(int minimum, int ngramSize, int endId) {
  /** Bans what may not follow the first pieces of a hypothesis. */
  void apply(LogitRow row, int[] ids, int pieces) {
    if (pieces < minimum) {
      row.ban(endId);
    }
    if (ngramSize > 0) {
      int before = ngramSize - 1;
      for (int start = 0; start + before < pieces; start++) {
        if (same(ids, start, pieces - before, before)) {
          row.ban(ids[start + before]);
        }
      }
    }
  }

  private static boolean same(int[] ids, int a, int b, int length) {
    for (int i = 0; i < length; i++) {
      if (ids[a + i] != ids[b + i]) {
        return false;
      }
    }
    return true;
  }
}
