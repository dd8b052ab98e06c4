package dev.dolmetsch.model.decode;

/**
 * Rounds extents up, so that few different shapes occur and plans are found rather than compiled.
 * What is added is masked or ignored; it never changes a result.
 */
final class ShapeBuckets {
  private static final int POSITIONS = 16;

  private ShapeBuckets() {}

  /** Sentences: 1, 2, 4, 8, …. */
  static int sentences(int count) {
    return count <= 1 ? 1 : Integer.highestOneBit(count - 1) * 2;
  }

  /** Source positions or cache entries: 16, 32, 48, 64, 96, 128, 192, …. */
  static int positions(int count) {
    int whole = (count + POSITIONS - 1) / POSITIONS;
    int step = whole <= 4 ? 1 : Integer.highestOneBit(whole - 1) / 2;
    return Math.max(1, (whole + step - 1) / step * step) * POSITIONS;
  }
}
