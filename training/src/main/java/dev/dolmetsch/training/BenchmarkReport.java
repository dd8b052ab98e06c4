package dev.dolmetsch.training;

import dev.dolmetsch.model.engine.PlanProfile;
import dev.dolmetsch.training.config.TrainingConfig;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * What a {@link TrainingBenchmark} measured.
 *
 * @param config what was trained
 * @param options how long was measured
 * @param setup what computed
 * @param windows the measured updates, ten at a time; fewer only where there were no ten
 * @param phases where the time of an update went
 * @param productShare share of the threads' time that went to matrix products
 * @param plans the plans that were compiled
 * @param memory resident memory
 * @param profile the steps of the first worker's plans, added up over {@code profiledUpdates}
 * @param profiledUpdates further updates behind the measured ones, in which each kernel was timed
 */
public record BenchmarkReport(
    TrainingConfig config,
    BenchmarkOptions options,
    Setup setup,
    List<Window> windows,
    Phases phases,
    double productShare,
    Plans plans,
    Memory memory,
    List<PlanProfile.Line> profile,
    int profiledUpdates) {

  /** Copies the lists. */
  public BenchmarkReport {
    windows = List.copyOf(windows);
    profile = List.copyOf(profile);
  }

  /**
   * What computed what.
   *
   * @param parameters of the model
   * @param pieces of the joint vocabulary
   * @param kernels their description
   * @param threads that the shards' workers ran on
   */
  public record Setup(int parameters, int pieces, String kernels, int threads) {}

  /**
   * Some updates after one another.
   *
   * @param targetTokens without padding, with {@code </s>}
   * @param nanoseconds from the first update's beginning to the last one's end
   */
  public record Window(long targetTokens, long nanoseconds) {
    /** Target tokens per second. */
    public double targetTokensPerSecond() {
      return targetTokens * 1e9 / nanoseconds;
    }
  }

  /**
   * Milliseconds of an update, medians over the measured updates.
   *
   * @param data drawing the batches
   * @param forward the workers' time as far as the loss; the workers' whole time, with the
   *     compilation of plans, is divided as the time in their kernels is
   * @param backward the rest of the workers' time
   * @param sum adding up the workers' gradients
   * @param optimizer schedule, clipping, Adam, and the conversion of what it changed
   * @param update all of an update
   */
  public record Phases(
      double data, double forward, double backward, double sum, double optimizer, double update) {}

  /**
   * Plans compiled by all workers, with the updates of the warm-up.
   *
   * @param compiled how many
   * @param compiledWhileMeasured how many of them in the measured updates
   * @param passed how long one took
   * @param computing for how much of that its thread had a core
   */
  public record Plans(
      int compiled, int compiledWhileMeasured, CompileTimes passed, CompileTimes computing) {
    /** What there is to say of these times. */
    static Plans of(List<PlanProfile.Compilation> compilations, int compiledWhileMeasured) {
      return new Plans(
          compilations.size(),
          compiledWhileMeasured,
          CompileTimes.of(compilations, PlanProfile.Compilation::nanoseconds),
          CompileTimes.of(compilations, PlanProfile.Compilation::computing));
    }
  }

  /**
   * Milliseconds of compilations.
   *
   * @param median for one; 0 if there is none
   * @param slow how many took more than {@value #SLOW}
   * @param max for one; 0 if there is none
   */
  public record CompileTimes(double median, int slow, double max) {
    static final int SLOW = 50;

    private static CompileTimes of(
        List<PlanProfile.Compilation> compilations, ToLongFunction<PlanProfile.Compilation> part) {
      double[] milliseconds =
          compilations.stream().mapToLong(part).mapToDouble(nanos -> nanos / 1e6).toArray();
      return new CompileTimes(
          Median.of(Arrays.stream(milliseconds)),
          (int) Arrays.stream(milliseconds).filter(time -> time > SLOW).count(),
          Arrays.stream(milliseconds).max().orElse(0));
    }
  }

  /**
   * Resident memory of the process, as far as the system tells.
   *
   * @param peakBytes the most since the process began, the preparation of the data included
   * @param samples between the measured updates, the first before them, the last behind them; none
   *     if the system does not tell
   */
  public record Memory(OptionalLong peakBytes, List<Sample> samples) {
    /** Copies the list. */
    public Memory {
      samples = List.copyOf(samples);
    }

    /**
     * A look at the memory.
     *
     * @param updates measured updates made by then
     * @param bytes resident
     */
    public record Sample(int updates, long bytes) {}
  }

  /** Target tokens per second: the windows' median. */
  public double targetTokensPerSecond() {
    return Median.of(windows.stream().mapToDouble(Window::targetTokensPerSecond));
  }

  /** Everything but the plan, for people, in lines. */
  public List<String> summary() {
    return BenchmarkTables.summary(this);
  }

  /**
   * The first worker's plan, step by step, and its kernels by kind, in lines; times are means of
   * one update.
   */
  public List<String> plan() {
    return BenchmarkTables.plan(this);
  }

  /**
   * One line for programs: {@code RESULT train NAME target_tokens_per_second=…} and further pairs
   * of a key and a value, without spaces.
   *
   * @param name of the benchmark
   */
  public String resultLine(String name) {
    return BenchmarkTables.resultLine(this, name);
  }
}
