package dev.dolmetsch.training;

import java.util.stream.DoubleStream;

/** The middle of some values. */
final class Median {
  private Median() {}

  /** The median, the mean of the two in the middle if they are even in number; 0 if none. */
  static double of(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int half = sorted.length / 2;
    if (sorted.length == 0) {
      return 0;
    }
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
