package dev.dolmetsch.training;

import dev.dolmetsch.data.batch.BatchSampler;
import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.data.corpus.EncodedCorpus;
import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.GradientWorker;
import dev.dolmetsch.model.ParameterLayout;
import dev.dolmetsch.model.engine.Kernels;
import dev.dolmetsch.model.engine.WorkerThreads;
import dev.dolmetsch.model.engine.choice.KernelChoice;
import dev.dolmetsch.model.engine.choice.TrainingKernels;
import dev.dolmetsch.training.config.OptimizationConfig;
import dev.dolmetsch.training.config.TrainingConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an update takes, and its three parts in their order: the next batches, their gradient, the
 * step. Starts with the parameters that the seed gives.
 */
final class Updater implements AutoCloseable {
  private final TrainingConfig config;
  private final OptimizationConfig settings;
  private final PreparedData data;
  private final Path workFolder;
  private final Owned owned = new Owned();
  private final BatchSampler batches;
  private final WorkerThreads threads;
  private final FlatLoop loop;
  private final FlatParameters parameters;
  private final List<GradientWorker> workers = new ArrayList<>();
  private final GradientComputer gradients;
  private final AdamOptimizer optimizer;
  private final LearningRateSchedule schedule;
  private final String kernels;

  /**
   * An updater that stands before the first update.
   *
   * @param workFolder an existing folder for working files
   * @param kernels makes those of one worker
   */
  Updater(TrainingConfig config, PreparedData data, Path workFolder, KernelChoice kernels) {
    this.config = config;
    this.settings = config.training();
    this.data = data;
    this.workFolder = workFolder;
    this.schedule = new LearningRateSchedule(settings);
    this.batches = sampler(data.train());
    this.kernels = kernels.description();
    int threadCount = Math.min(settings.shards(), Runtime.getRuntime().availableProcessors());
    ParameterLayout layout = new ParameterLayout(config.model(), data.subwords().size());
    try {
      threads = owned.add(new WorkerThreads(threadCount, "training"));
      loop = new FlatLoop(threads, layout.length());
      parameters = owned.add(FlatParameters.initialise(layout, Seeds.derive(settings.seed())));
      TrainingKernels shared = kernels.forTraining(parameters.flat(), threadCount);
      for (int shard = 0; shard < settings.shards(); shard++) {
        workers.add(owned.add(worker(shared.create())));
      }
      owned.add(shared); // Closed after the workers that use it.
      gradients = owned.add(new GradientComputer(workers, shared, threads, loop, settings.seed()));
      optimizer = owned.add(new AdamOptimizer(settings, parameters, loop));
    } catch (RuntimeException | Error e) {
      owned.close();
      throw e;
    }
  }

  private GradientWorker worker(Kernels workerKernels) {
    return new GradientWorker(
        config.model(),
        parameters,
        settings.labelSmoothing(),
        data.specials().padding(),
        workerKernels);
  }

  /** Batches of a corpus, as large as those that updates are made of. */
  BatchSampler sampler(EncodedCorpus corpus) {
    return new BatchSampler(
        corpus.in(config.data().direction()),
        settings.tokensPerBatch(),
        settings.seed(),
        data.specials(),
        workFolder);
  }

  /** The training batches. */
  BatchSampler batches() {
    return batches;
  }

  /** The threads that workers run on. */
  WorkerThreads threads() {
    return threads;
  }

  /** The workers, one a shard. */
  List<GradientWorker> workers() {
    return List.copyOf(workers);
  }

  /** The loop over parameters. */
  FlatLoop loop() {
    return loop;
  }

  /** What is trained. */
  FlatParameters parameters() {
    return parameters;
  }

  /** Adam, with its moments. */
  AdamOptimizer optimizer() {
    return optimizer;
  }

  /** {@link KernelChoice#description} of the workers' kernels. */
  String kernels() {
    return kernels;
  }

  /** Size of the model, kernels, shards and threads, in one line for people. */
  String description() {
    return String.format(
        Locale.ROOT,
        "model: %d parameters, %d pieces; kernels: %s, %d shards on %d threads of %d cores",
        parameters.layout().length(),
        data.subwords().size(),
        kernels,
        settings.shards(),
        threads.count(),
        Runtime.getRuntime().availableProcessors());
  }

  /** First part: the batches of the next update. */
  List<TokenBatch> nextBatches() {
    List<TokenBatch> next = new ArrayList<>();
    for (int i = 0; i < settings.accumulation(); i++) {
      next.add(batches.next());
    }
    return next;
  }

  /**
   * Second part: the gradient.
   *
   * @param update u, counted from 1
   */
  GradientComputer.Parts computeGradient(List<TokenBatch> next, long update) {
    return gradients.run(next, update);
  }

  /** How much of the second and third part went to adding up gradients alone. */
  long sumNanoseconds() {
    return gradients.sumNanoseconds();
  }

  /** How much of the second part went to converting the parameters for all workers. */
  long conversionNanoseconds() {
    return gradients.conversionNanoseconds();
  }

  /**
   * What the third part was.
   *
   * @param learningRate of the update
   * @param gradientNorm of the gradient of the mean loss, before it was clipped
   */
  record Step(double learningRate, double gradientNorm) {}

  /**
   * Third part: the optimizer's step along the gradient of the mean loss, its norm clipped. Where
   * nothing is clipped, the optimizer adds the gradients up itself: what is as large as the model
   * travels through memory once less.
   *
   * @param parts what {@link #computeGradient} returned for this update
   */
  Step step(GradientComputer.Parts parts, long update) {
    double rate = schedule.at(update);
    double clip = settings.clipNorm();
    if (clip == 0) {
      double scale = 1.0 / parts.tokens();
      double squares = optimizer.step(parts.gradients(), scale, rate, update);
      return new Step(rate, Math.sqrt(squares) * scale);
    }
    double norm = Math.sqrt(gradients.addUp(parts)) / parts.tokens();
    double scale = Math.min(1, clip / norm) / parts.tokens();
    optimizer.step(parts.gradients().subList(0, 1), scale, rate, update);
    return new Step(rate, norm);
  }

  @Override
  public void close() {
    owned.close();
  }
}
