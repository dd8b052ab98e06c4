package dev.dolmetsch.training;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.TemporaryFolder;
import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.model.GradientWorker;
import dev.dolmetsch.model.engine.PlanProfile;
import dev.dolmetsch.model.engine.choice.KernelChoice;
import dev.dolmetsch.training.config.TrainingConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Measures how fast a configuration trains on this machine: updates as {@link Trainer} makes them,
 * without validation and checkpoints.
 */
public final class TrainingBenchmark {
  /** Updates of a window, whose speed is one value of those that the median is taken of. */
  private static final int WINDOW = 10;

  /** Timing each kernel slows an update by about 1 %, so it is done in updates of its own. */
  private static final int PROFILED_UPDATES = 10;

  private final BenchmarkOptions options;
  private final TrainingListener listener;
  private final Updater updater;
  private final ProgressMeter meter;
  private final int lastUpdate;
  private int update;

  private TrainingBenchmark(BenchmarkOptions options, TrainingListener listener, Updater updater) {
    this.options = options;
    this.listener = listener;
    this.updater = updater;
    this.lastUpdate = options.warmup() + options.updates() + PROFILED_UPDATES;
    this.meter = new ProgressMeter(0, lastUpdate);
  }

  /**
   * Prepares the data in a temporary folder, makes updates, and reports on them.
   *
   * @throws DolmetschException if something in configuration or corpora is wrong, or the loss is no
   *     longer finite
   */
  public static BenchmarkReport run(
      TrainingConfig config, BenchmarkOptions options, TrainingListener listener) {
    KernelChoice kernels =
        KernelChoice.of(config.training().kernels(), config.training().precision());
    kernels.note().ifPresent(listener::message);
    try (TemporaryFolder folder = new TemporaryFolder("dolmetsch-benchmark");
        PreparedData data = PreparedData.of(config, folder.path(), Optional.empty(), listener)) {
      Path workFolder = folder.path().resolve("cache");
      try (Updater updater = new Updater(config, data, workFolder, kernels)) {
        listener.message(updater.description());
        var setup =
            new BenchmarkReport.Setup(
                updater.parameters().layout().length(),
                data.subwords().size(),
                updater.kernels(),
                updater.threads().count());
        return new TrainingBenchmark(options, listener, updater).measure(config, setup);
      }
    }
  }

  /** Nanoseconds of one update's parts, and its target tokens. */
  private record Times(long data, long workers, long sum, long optimizer, long tokens) {
    long all() {
      return data + workers + sum + optimizer;
    }
  }

  private BenchmarkReport measure(TrainingConfig config, BenchmarkReport.Setup setup) {
    List<PlanProfile> compiling = attach(PlanProfile::ofCompilations);
    for (int i = 0; i < options.warmup(); i++) {
      makeUpdate();
    }
    int compiledBefore = compilations(compiling).size();
    List<Times> times = new ArrayList<>();
    List<BenchmarkReport.Window> windows = new ArrayList<>();
    List<BenchmarkReport.Memory.Sample> memory = new ArrayList<>();
    sample(memory, 0);
    measureUpdates(times, windows, memory);
    List<PlanProfile.Compilation> compiled = compilations(compiling);

    List<PlanProfile> profiles = attach(PlanProfile::new);
    long started = System.nanoTime();
    for (int i = 0; i < PROFILED_UPDATES; i++) {
      makeUpdate();
    }
    long profiledNanoseconds = System.nanoTime() - started;
    double inThreads = (double) profiledNanoseconds * setup.threads();
    return new BenchmarkReport(
        config,
        options,
        setup,
        windows,
        phases(times, profiles),
        sum(profiles, PlanProfile::productNanoseconds) / inThreads,
        BenchmarkReport.Plans.of(compiled, compiled.size() - compiledBefore),
        new BenchmarkReport.Memory(ProcessMemory.peakResident(), memory),
        profiles.get(0).lines(),
        PROFILED_UPDATES);
  }

  private void measureUpdates(
      List<Times> times,
      List<BenchmarkReport.Window> windows,
      List<BenchmarkReport.Memory.Sample> memory) {
    int updates = options.updates();
    int windowSize = Math.min(WINDOW, updates);
    Set<Integer> samplesAt = new TreeSet<>(List.of(updates / 10, updates / 2, updates));
    long tokens = 0;
    long windowStart = System.nanoTime();
    for (int made = 1; made <= updates; made++) {
      Times last = makeUpdate();
      times.add(last);
      tokens += last.tokens();
      if (made % windowSize == 0) {
        long now = System.nanoTime();
        windows.add(new BenchmarkReport.Window(tokens, now - windowStart));
        windowStart = now;
        tokens = 0;
      }
      if (samplesAt.contains(made)) {
        sample(memory, made);
      }
    }
  }

  private Times makeUpdate() {
    update++;
    long start = System.nanoTime();
    List<TokenBatch> batches = updater.nextBatches();
    long drawn = System.nanoTime();
    GradientComputer.Parts parts = updater.computeGradient(batches, update);
    long computed = System.nanoTime();
    long summedWhileComputing = updater.sumNanoseconds();
    Updater.Step step = updater.step(parts, update);
    long stepped = System.nanoTime();
    if (!Double.isFinite(parts.loss()) || !Double.isFinite(step.gradientNorm())) {
      throw new DolmetschException(
          "update "
              + update
              + ": the loss or its gradient is not finite, so that there is nothing to measure; try"
              + " a lower training.learning_rate");
    }
    meter.add(parts);
    if (update % WINDOW == 0 || update == lastUpdate) {
      long epoch = updater.batches().position().epoch();
      listener.progress(meter.report(update, epoch, step.gradientNorm(), step.learningRate()));
    }
    long summing = updater.sumNanoseconds();
    // What the last step changed is converted with the next gradient, but belongs to the step.
    long converting = updater.conversionNanoseconds();
    return new Times(
        drawn - start,
        computed - drawn - summedWhileComputing - converting,
        summing,
        stepped - computed - (summing - summedWhileComputing) + converting,
        parts.tokens());
  }

  /** Gives each worker a profile of its own. */
  private List<PlanProfile> attach(Supplier<PlanProfile> profile) {
    List<PlanProfile> profiles = new ArrayList<>();
    for (GradientWorker worker : updater.workers()) {
      PlanProfile own = profile.get();
      worker.profile(own);
      profiles.add(own);
    }
    return profiles;
  }

  private static void sample(List<BenchmarkReport.Memory.Sample> samples, int updates) {
    ProcessMemory.resident()
        .ifPresent(bytes -> samples.add(new BenchmarkReport.Memory.Sample(updates, bytes)));
  }

  private static BenchmarkReport.Phases phases(List<Times> times, List<PlanProfile> profiles) {
    double workers = milliseconds(times, Times::workers);
    double forwardShare =
        sum(profiles, PlanProfile::forwardNanoseconds)
            / Math.max(1, sum(profiles, PlanProfile::nanoseconds));
    return new BenchmarkReport.Phases(
        milliseconds(times, Times::data),
        workers * forwardShare,
        workers * (1 - forwardShare),
        milliseconds(times, Times::sum),
        milliseconds(times, Times::optimizer),
        milliseconds(times, Times::all));
  }

  private static double milliseconds(List<Times> times, ToLongFunction<Times> part) {
    return Median.of(times.stream().mapToLong(part).mapToDouble(nanos -> nanos / 1e6));
  }

  private static double sum(List<PlanProfile> profiles, ToLongFunction<PlanProfile> part) {
    return profiles.stream().mapToLong(part).sum();
  }

  private static List<PlanProfile.Compilation> compilations(List<PlanProfile> profiles) {
    return profiles.stream().flatMap(profile -> profile.compilations().stream()).toList();
  }
}
