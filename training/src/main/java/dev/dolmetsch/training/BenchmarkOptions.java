package dev.dolmetsch.training;

/**
 * How long a {@link TrainingBenchmark} measures.
 *
 * @param updates updates that are measured, 1–1,000,000
 * @param warmup updates before them, which compile code and plans and are not measured, 0–1,000,000
 */
public record BenchmarkOptions(int updates, int warmup) {
  private static final int MOST = 1_000_000;

  /** Refuses values out of range, naming them. */
  public BenchmarkOptions {
    requireRange("updates", updates, 1);
    requireRange("warmup", warmup, 0);
  }

  /** Sixty updates after twenty. */
  public static BenchmarkOptions defaults() {
    return new BenchmarkOptions(60, 20);
  }

  private static void requireRange(String name, int value, int least) {
    if (value < least || value > MOST) {
      throw new IllegalArgumentException(
          name + " must be in " + least + "–1,000,000, but is " + value);
    }
  }
}
