package dev.dolmetsch.training;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.checkpoint.ModelDirectory;
import dev.dolmetsch.model.checkpoint.RunDirectory;
import dev.dolmetsch.model.engine.nd4j.Nd4jKernels;
import dev.dolmetsch.training.config.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Trains a model as a configuration says: the library's front door to training. */
public final class Trainer {
  private Trainer() {}

  /**
   * Runs a training to its end, or until it is asked to stop.
   *
   * <p>The same configuration, corpora and dependencies give the same bytes, whether the run was
   * interrupted and resumed or not.
   *
   * @throws DolmetschException if something in configuration, corpora or run directory is wrong,
   *     the disk is full, or the loss is no longer finite; checkpoints written before are whole
   */
  public static TrainingResult run(
      TrainingConfig config, TrainingRequest request, TrainingListener listener) {
    try (RunDirectory run = RunDirectory.open(request.runDirectory())) {
      Optional<ModelDirectory> start = startingPoint(run, request);
      Optional<byte[]> subwords = start.map(Trainer::subwordModel);
      try (PreparedData data =
          PreparedData.of(config, request.runDirectory(), subwords, listener)) {
        Map<String, String> dependencies = Dependencies.of(config.training(), new Nd4jKernels());
        CheckpointStore store = new CheckpointStore(config, run, data, dependencies);
        if (request.resume()) {
          requireSame(config, request, listener, start, data, dependencies);
        }
        try (TrainingRun training = new TrainingRun(config, request, listener, data, store)) {
          start.ifPresent(model -> training.startFrom(model, request.resume()));
          TrainingResult.Outcome outcome = training.run();
          return new Finish(config, run, data, store, listener).run(training, outcome);
        }
      }
    }
  }

  private static void requireSame(
      TrainingConfig config,
      TrainingRequest request,
      TrainingListener listener,
      Optional<ModelDirectory> start,
      PreparedData data,
      Map<String, String> dependencies) {
    start.ifPresent(
        checkpoint -> {
          TrainingConfig saved = TrainingConfig.read(checkpoint.configFile(), java.util.List.of());
          Map<String, String> before =
              new java.util.TreeMap<>(checkpoint.provenance().dependencies());
          before.putAll(checkpoint.provenance().corpora());
          Map<String, String> now = new java.util.TreeMap<>(dependencies);
          now.putAll(data.hashes());
          ResumeCheck.require(
              ResumeCheck.differences(saved, config, before, now),
              request.ignoreDifferences(),
              listener);
        });
  }

  private static Optional<ModelDirectory> startingPoint(RunDirectory run, TrainingRequest request) {
    Optional<Path> last = run.pointedTo(RunDirectory.Pointer.LAST);
    if (request.resume()) {
      Path checkpoint =
          last.orElseThrow(
              () ->
                  new DolmetschException(
                      run.path()
                          + ": has no checkpoint to resume from; start it without --resume"));
      ModelDirectory opened = ModelDirectory.open(checkpoint);
      // Checkpoints that a kill left behind the pointer are of updates that will be made again.
      run.discardAfter(opened.provenance().update());
      return Optional.of(opened);
    }
    if (last.isPresent()) {
      throw new DolmetschException(
          run.path()
              + ": already holds a run; go on with --resume, or choose another folder with --run");
    }
    return request.initFrom().map(ModelDirectory::open);
  }

  private static byte[] subwordModel(ModelDirectory model) {
    try {
      return Files.readAllBytes(model.subwordModelFile());
    } catch (IOException e) {
      throw new DolmetschException(
          model.subwordModelFile() + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
