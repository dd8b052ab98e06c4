package dev.dolmetsch.training;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.batch.BatchSampler;
import dev.dolmetsch.model.checkpoint.LoadedModel;
import dev.dolmetsch.model.checkpoint.ModelDirectory;
import dev.dolmetsch.model.checkpoint.NamedArray;
import dev.dolmetsch.model.engine.choice.KernelChoice;
import dev.dolmetsch.training.config.OptimizationConfig;
import dev.dolmetsch.training.config.TrainingConfig;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The loop: batches, gradient, update; validation and checkpoints in between. */
final class TrainingRun implements AutoCloseable {
  private static final String TAMER =
      "try a lower training.learning_rate, more training.warmup_updates or training.clip_norm";

  private final TrainingConfig config;
  private final OptimizationConfig settings;
  private final TrainingRequest request;
  private final TrainingListener listener;
  private final CheckpointStore store;
  private final Owned owned = new Owned();
  private final Updater updater;
  private final long lastUpdate;
  private final Validator validator;
  private final long startedAt = System.nanoTime();
  private double secondsBefore;
  private TrainingState state;
  private long savedUpdate = -1;

  /** A run that stands before its first update. */
  TrainingRun(
      TrainingConfig config,
      TrainingRequest request,
      TrainingListener listener,
      PreparedData data,
      CheckpointStore store,
      KernelChoice kernels) {
    this.config = config;
    this.settings = config.training();
    this.request = request;
    this.listener = listener;
    this.store = store;
    this.state = TrainingState.start(config.validation().metric());
    Path workFolder = request.runDirectory().resolve("cache");
    this.updater = owned.add(new Updater(config, data, workFolder, kernels));
    try {
      this.lastUpdate = lastUpdate(updater.batches().batchesPerEpoch());
      BatchSampler validation = updater.sampler(data.validation());
      validator =
          owned.add(
              new Validator(
                  config, data, updater.parameters(), validation, updater.threads(), kernels));
    } catch (RuntimeException | Error e) {
      owned.close();
      throw e;
    }
    listener.message(updater.description());
  }

  /** The update with which the last epoch or the last update is made, whichever is sooner. */
  private long lastUpdate(int batchesPerEpoch) {
    long accumulation = settings.accumulation();
    return settings
        .maxEpochs()
        .map(epochs -> (epochs * (long) batchesPerEpoch + accumulation - 1) / accumulation)
        .map(updates -> Math.min(updates, settings.maxUpdates()))
        .orElse((long) settings.maxUpdates());
  }

  /** Takes over a model's parameters and, to resume, everything else as well. */
  void startFrom(ModelDirectory model, boolean resume) {
    LoadedModel.copyParameters(model, updater.parameters());
    if (resume) {
      CheckpointStore.loadMoments(model, updater.optimizer());
      state = CheckpointStore.readState(model).judgedBy(config.validation().metric());
      secondsBefore = state.seconds();
      savedUpdate = state.update();
      updater.batches().seek(state.position());
      listener.message("resuming after update " + state.update());
    }
  }

  /** Updates made. */
  long updates() {
    return state.update();
  }

  /** Measures other parameters of the same model in place of the trained ones, which are lost. */
  ValidationResult measure(List<NamedArray> others) {
    for (NamedArray other : others) {
      updater
          .parameters()
          .view(other.name())
          .floats()
          .put(((FloatBuffer) other.data()).duplicate());
    }
    return validator.run(state.update(), () -> false).orElseThrow();
  }

  /** Trains until the updates or epochs are made, patience runs out, or a stop is requested. */
  TrainingResult.Outcome run() {
    MetricsLog log = new MetricsLog(request.runDirectory(), state.update());
    ProgressMeter meter = new ProgressMeter(state.update(), lastUpdate);
    TrainingResult.Outcome outcome = train(log, meter);
    if (savedUpdate != state.update()) {
      save(Map.of());
    }
    log.writePage();
    if (outcome != TrainingResult.Outcome.INTERRUPTED) {
      listener.trained();
    }
    return outcome;
  }

  private TrainingResult.Outcome train(MetricsLog log, ProgressMeter meter) {
    while (!stopRequested()) {
      if (validationIsDue()) {
        validate(log, meter);
      } else if (checkpointIsDue()) {
        save(Map.of());
      }
      // A validation takes long: whoever asked meanwhile does not want another update.
      if (stopRequested()) {
        break;
      }
      if (finished()) {
        return TrainingResult.Outcome.FINISHED;
      }
      if (state.early().exhausted(config.validation().patience())) {
        return TrainingResult.Outcome.EARLY_STOPPED;
      }
      update(log, meter);
    }
    return TrainingResult.Outcome.INTERRUPTED;
  }

  private boolean stopRequested() {
    return request.stopRequested().getAsBoolean();
  }

  private boolean finished() {
    return state.update() >= lastUpdate;
  }

  private boolean validationIsDue() {
    return state.update() > state.validatedUpdate()
        && (state.update() % config.validation().every() == 0 || finished());
  }

  private boolean checkpointIsDue() {
    return state.update() > 0
        && state.update() != savedUpdate
        && state.update() % settings.checkpointEvery() == 0;
  }

  private void update(MetricsLog log, ProgressMeter meter) {
    long update = state.update() + 1;
    GradientComputer.Parts parts = updater.computeGradient(updater.nextBatches(), update);
    if (!Double.isFinite(parts.loss())) {
      throw diverged(update, "the loss");
    }
    Updater.Step step = updater.step(parts, update);
    if (!Double.isFinite(step.gradientNorm())) {
      throw diverged(update, "the gradient");
    }
    state = state.updated(updater.batches().position(), seconds());
    meter.add(parts);
    if (update % settings.logEvery() == 0 || finished()) {
      TrainingProgress progress =
          meter.report(update, state.position().epoch(), step.gradientNorm(), step.learningRate());
      listener.progress(progress);
      log.add(progress, seconds());
    }
  }

  private double seconds() {
    return secondsBefore + (System.nanoTime() - startedAt) / 1e9;
  }

  private DolmetschException diverged(long update, String what) {
    return new DolmetschException(
        "update "
            + update
            + ": "
            + what
            + " is not finite, so training stopped; the last good checkpoint is "
            + (savedUpdate >= 0 ? "update-" + savedUpdate : "none yet")
            + "; "
            + TAMER);
  }

  /** Without a trace if a stop is requested meanwhile: the validation is then made up for later. */
  private void validate(MetricsLog log, ProgressMeter meter) {
    long started = System.nanoTime();
    requireFiniteParameters();
    Optional<ValidationResult> measured = validator.run(state.update(), request.stopRequested());
    if (measured.isEmpty()) {
      return;
    }
    ValidationResult result = measured.get();
    if (!Double.isFinite(result.loss())) {
      throw diverged(state.update(), "the validation loss");
    }
    double value = result.value(config.validation().metric());
    ValidationResult judged = result.asBest(state.early().improvedBy(value, result.loss()));
    state = state.validated(value, result.loss(), seconds());
    listener.validated(judged);
    if (!Double.isFinite(judged.perplexity())) {
      listener.message(
          "warning: the perplexity after update "
              + state.update()
              + " is infinite, so this training has diverged; "
              + TAMER);
    }
    log.add(judged, state.seconds());
    save(judged.metrics());
    meter.pause(Duration.ofNanos(System.nanoTime() - started));
  }

  private void save(Map<String, Double> metrics) {
    requireFiniteParameters();
    store.save(updater.parameters(), updater.optimizer(), state, metrics);
    savedUpdate = state.update();
  }

  /** The loss is that of before an update; what the update made must not go into a checkpoint. */
  private void requireFiniteParameters() {
    double squares =
        updater
            .loop()
            .run(
                () -> {
                  FloatBuffer values = updater.parameters().flat().floats();
                  float[] block = new float[FlatLoop.BLOCK];
                  return (from, count) -> {
                    values.get(from, block, 0, count);
                    return Squares.sum(block, count);
                  };
                });
    if (!Double.isFinite(squares)) {
      throw diverged(state.update(), "a parameter");
    }
  }

  @Override
  public void close() {
    owned.close();
  }
}
