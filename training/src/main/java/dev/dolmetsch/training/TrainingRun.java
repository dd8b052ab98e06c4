package dev.dolmetsch.training;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.batch.BatchSampler;
import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.data.corpus.Direction;
import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.GradientWorker;
import dev.dolmetsch.model.ParameterLayout;
import dev.dolmetsch.model.checkpoint.ModelDirectory;
import dev.dolmetsch.model.engine.nd4j.Nd4jKernels;
import dev.dolmetsch.training.config.OptimizationConfig;
import dev.dolmetsch.training.config.TrainingConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The loop: batches, gradient, update; validation and checkpoints in between. */
final class TrainingRun implements AutoCloseable {
  private final TrainingConfig config;
  private final OptimizationConfig settings;
  private final TrainingRequest request;
  private final TrainingListener listener;
  private final CheckpointStore store;
  private final FlatParameters parameters;
  private final ExecutorService threads;
  private final GradientComputer gradients;
  private final AdamOptimizer optimizer;
  private final LearningRateSchedule schedule;
  private final BatchSampler batches;
  private final Validator validator;
  private TrainingState state = TrainingState.start();
  private long savedUpdate = -1;

  TrainingRun(
      TrainingConfig config,
      TrainingRequest request,
      TrainingListener listener,
      PreparedData data,
      CheckpointStore store) {
    this.config = config;
    this.settings = config.training();
    this.request = request;
    this.listener = listener;
    this.store = store;
    Path cache = request.runDirectory().resolve("cache");
    Direction direction = config.data().direction();
    int tokens = settings.tokensPerBatch();
    batches =
        new BatchSampler(
            data.train().in(direction), tokens, settings.seed(), data.specials(), cache);
    BatchSampler validation =
        new BatchSampler(
            data.validation().in(direction), tokens, settings.seed(), data.specials(), cache);
    ParameterLayout layout = new ParameterLayout(config.model(), data.subwords().size());
    parameters = FlatParameters.initialise(layout, Seeds.derive(settings.seed()));
    int threadCount = Math.min(settings.shards(), Runtime.getRuntime().availableProcessors());
    threads = Executors.newFixedThreadPool(threadCount, TrainingRun::workerThread);
    FlatLoop loop = new FlatLoop(threads, threadCount, layout.length());
    gradients = new GradientComputer(workers(data), threads, loop, settings.seed());
    optimizer = new AdamOptimizer(settings, parameters, loop);
    schedule = new LearningRateSchedule(settings);
    validator = new Validator(config, data, parameters, validation, threads, threadCount);
    listener.message(
        "model: "
            + layout.length()
            + " parameters, "
            + data.subwords().size()
            + " pieces; kernels: "
            + new Nd4jKernels().description()
            + ", "
            + settings.shards()
            + " shards on "
            + threadCount
            + " threads");
  }

  private List<GradientWorker> workers(PreparedData data) {
    List<GradientWorker> workers = new ArrayList<>();
    for (int shard = 0; shard < settings.shards(); shard++) {
      workers.add(
          new GradientWorker(
              config.model(),
              parameters,
              settings.labelSmoothing(),
              data.specials().padding(),
              new Nd4jKernels()));
    }
    return workers;
  }

  private static Thread workerThread(Runnable task) {
    Thread thread = new Thread(task, "dolmetsch-training");
    thread.setDaemon(true);
    return thread;
  }

  /** Takes over a model's parameters and, to resume, everything else as well. */
  void startFrom(ModelDirectory model, boolean resume) {
    CheckpointStore.loadParameters(model, parameters);
    if (resume) {
      CheckpointStore.loadMoments(model, optimizer);
      state = TrainingState.fromJson(model.trainingValues());
      savedUpdate = state.update();
      batches.seek(state.position());
      listener.message("resuming after update " + state.update());
    }
  }

  /** Updates made. */
  long updates() {
    return state.update();
  }

  /** What the run validates with; its parameters may be replaced for the purpose. */
  Validator validator() {
    return validator;
  }

  /** The parameters that are trained. */
  FlatParameters parameters() {
    return parameters;
  }

  /** Trains until the updates or epochs are made, patience runs out, or a stop is requested. */
  TrainingResult.Outcome run() {
    MetricsLog log = new MetricsLog(request.runDirectory(), state.update());
    ProgressMeter meter = new ProgressMeter(state.update(), settings.maxUpdates());
    long startedAt = System.nanoTime();
    double secondsBefore = state.seconds();
    TrainingResult.Outcome outcome = TrainingResult.Outcome.FINISHED;
    while (!finished()) {
      if (state.early().exhausted(config.validation())) {
        outcome = TrainingResult.Outcome.EARLY_STOPPED;
        break;
      }
      long update = state.update() + 1;
      List<TokenBatch> updateBatches = nextBatches();
      GradientComputer.Sums sums = gradients.run(updateBatches, update);
      requireFinite(sums, update);
      double rate = schedule.at(update);
      optimizer.step(gradients.gradient(), gradientScale(sums), rate, update);
      double seconds = secondsBefore + (System.nanoTime() - startedAt) / 1e9;
      state = new TrainingState(update, batches.position(), state.early(), seconds);
      meter.add(sums);
      if (update % settings.logEvery() == 0 || finished()) {
        TrainingProgress progress =
            meter.report(update, state.position().epoch(), sums.meanNorm(), rate);
        listener.progress(progress);
        log.add(progress, seconds);
      }
      boolean stopping = request.stopRequested().getAsBoolean();
      if (!stopping && (update % config.validation().every() == 0 || finished())) {
        validate(log, meter, seconds);
      } else if (stopping || update % settings.checkpointEvery() == 0) {
        save(Map.of(), false);
      }
      if (stopping) {
        outcome = TrainingResult.Outcome.INTERRUPTED;
        break;
      }
    }
    if (savedUpdate != state.update()) {
      save(Map.of(), false);
    }
    log.writePage();
    return outcome;
  }

  private boolean finished() {
    return state.update() >= settings.maxUpdates()
        || settings.maxEpochs().map(epochs -> state.position().epoch() >= epochs).orElse(false);
  }

  private List<TokenBatch> nextBatches() {
    List<TokenBatch> next = new ArrayList<>();
    for (int i = 0; i < settings.accumulation(); i++) {
      next.add(batches.next());
    }
    return next;
  }

  /** Makes the summed gradient that of the mean loss, and clips its global norm. */
  private double gradientScale(GradientComputer.Sums sums) {
    double norm = sums.meanNorm();
    double clip = settings.clipNorm() > 0 ? Math.min(1, settings.clipNorm() / norm) : 1;
    return clip / sums.tokens();
  }

  private void requireFinite(GradientComputer.Sums sums, long update) {
    if (Double.isFinite(sums.loss()) && Double.isFinite(sums.squaredNorm())) {
      return;
    }
    String what = Double.isFinite(sums.loss()) ? "the gradient" : "the loss";
    throw new DolmetschException(
        "update "
            + update
            + ": "
            + what
            + " is not finite, so training stopped; the last good checkpoint is "
            + (savedUpdate >= 0 ? "update-" + savedUpdate : "none yet")
            + "; try a lower training.learning_rate, more training.warmup_updates or"
            + " training.clip_norm");
  }

  private void validate(MetricsLog log, ProgressMeter meter, double seconds) {
    long started = System.nanoTime();
    ValidationResult result = validator.run(state.update());
    double value = result.value(config.validation().metric());
    boolean best = state.early().improvedBy(value, config.validation());
    EarlyStopping early = state.early().after(value, config.validation());
    state = new TrainingState(state.update(), state.position(), early, seconds);
    ValidationResult judged = result.asBest(best);
    listener.validated(judged);
    log.add(judged, seconds);
    save(judged.metrics(), best);
    meter.pause(Duration.ofNanos(System.nanoTime() - started));
  }

  private void save(Map<String, Double> metrics, boolean best) {
    store.save(parameters, optimizer, state, metrics, best);
    savedUpdate = state.update();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    validator.close();
    gradients.close();
    optimizer.close();
    parameters.close();
  }
}
