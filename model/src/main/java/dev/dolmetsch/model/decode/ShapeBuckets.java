package dev.dolmetsch.model.decode;

/**
 * Rounds extents up, so that few different shapes occur and plans are found rather than compiled.
 * What is added is masked or ignored; it never changes a result.
 */
final class ShapeBuckets {
  private static final int POSITIONS = 16;

  /** Where sentences are encoded, which is done once, finer ones pay. */
  private static final int ENCODED_POSITIONS = 8;

  private static final int ENCODED_SENTENCES = 4;

  private ShapeBuckets() {}

  /** Sentences: 1, 2, 4, 8, …. */
  static int sentences(int count) {
    return count <= 1 ? 1 : Integer.highestOneBit(count - 1) * 2;
  }

  /** Sentences that are encoded at once: 1, 2, 4, 8, 12, 16, …. */
  static int encodedSentences(int count) {
    return count <= ENCODED_SENTENCES
        ? sentences(count)
        : (count + ENCODED_SENTENCES - 1) / ENCODED_SENTENCES * ENCODED_SENTENCES;
  }

  /** Positions of sources that are encoded: 8, 16, 24, 32, then as {@link #positions}. */
  static int encodedPositions(int count) {
    return count <= 2 * POSITIONS
        ? (count + ENCODED_POSITIONS - 1) / ENCODED_POSITIONS * ENCODED_POSITIONS
        : positions(count);
  }

  /** Source positions or cache entries: 16, 32, 48, 64, 96, 128, 192, …. */
  static int positions(int count) {
    int whole = (count + POSITIONS - 1) / POSITIONS;
    int step = whole <= 4 ? 1 : Integer.highestOneBit(whole - 1) / 2;
    return Math.max(1, (whole + step - 1) / step * step) * POSITIONS;
  }
}
