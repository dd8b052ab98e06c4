package dev.dolmetsch.model.decode;

/**
 * Rounds extents up, so that few different shapes occur and plans are found rather than compiled.
 * What is added is masked or ignored; it never changes a result.
 */
final class ShapeBuckets {
  private static final int SMALLEST_CAPACITY = 16;

  private ShapeBuckets() {}

  /** 1–8, 10, 12, 14, 16, 20, 24, 28, 32, 40, …: at most a quarter more than asked for. */
  static int roundUp(int extent) {
    return extent <= 8 ? extent : roundUp(extent, 4);
  }

  /** 16, 24, 32, 48, 64, 96, …: room for that many positions, at most half more. */
  static int capacity(int positions) {
    return roundUp(Math.max(SMALLEST_CAPACITY, positions), 2);
  }

  /** Up to the next of so many equal steps between powers of two. */
  private static int roundUp(int extent, int steps) {
    int step = Integer.highestOneBit(extent - 1) / steps;
    return (extent + step - 1) / step * step;
  }
}
