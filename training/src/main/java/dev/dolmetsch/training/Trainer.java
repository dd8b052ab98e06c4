package dev.dolmetsch.training;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.FileProblems;
import dev.dolmetsch.model.checkpoint.ModelDirectory;
import dev.dolmetsch.model.checkpoint.Provenance;
import dev.dolmetsch.model.checkpoint.RunDirectory;
import dev.dolmetsch.model.engine.choice.KernelChoice;
import dev.dolmetsch.training.config.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
      TrainingConfig wanted, TrainingRequest request, TrainingListener listener) {
    KernelChoice kernels =
        KernelChoice.of(wanted.training().kernels(), wanted.training().precision());
    kernels.note().ifPresent(listener::message);
    if (request.resume() && !Files.isDirectory(request.runDirectory())) {
      throw new DolmetschException(
          request.runDirectory()
              + ": there is no such run to resume; start it without --resume, or check --run");
    }
    try (RunDirectory run = RunDirectory.open(request.runDirectory())) {
      Optional<ModelDirectory> start = startingPoint(run, request);
      Optional<byte[]> subwords = start.map(Trainer::subwordModel);
      try (PreparedData data = PreparedData.of(wanted, run.path(), subwords, listener)) {
        TrainingConfig config = start.isPresent() ? withVocabularyOf(data, wanted) : wanted;
        Map<String, String> dependencies = Dependencies.of(config.training().shards(), kernels);
        CheckpointStore store = new CheckpointStore(config, run, data, dependencies);
        if (request.resume()) {
          ModelDirectory checkpoint = start.orElseThrow();
          checkDifferences(checkpoint, config, data, dependencies, request, listener);
          store.goBackTo(checkpoint);
        }
        Finish finish = new Finish(config, run, data, store, kernels, listener);
        TrainingResult.Outcome outcome;
        long updates;
        try (TrainingRun training =
            new TrainingRun(config, request, listener, data, store, kernels)) {
          start.ifPresent(model -> training.startFrom(model, request.resume()));
          outcome = training.run();
          updates = training.updates();
          if (outcome != TrainingResult.Outcome.INTERRUPTED) {
            finish.average(training);
          }
        }
        return finish.result(outcome, updates);
      }
    }
  }

  /** Checkpoints describe themselves, also where the subword model is another model's. */
  private static TrainingConfig withVocabularyOf(PreparedData data, TrainingConfig config) {
    int pieces = data.subwords().size();
    return pieces == config.subword().vocabularySize()
        ? config
        : config.with("subword.vocabulary_size=" + pieces);
  }

  /**
   * The checkpoint that a run would be resumed from, if there is one; the run directory is made if
   * need be.
   *
   * @throws DolmetschException if a training is writing there, or the directory cannot be written
   */
  public static Optional<Path> lastCheckpoint(Path runDirectory) {
    // Opened as for training, which clears up what a kill may have left.
    try (RunDirectory run = RunDirectory.open(runDirectory)) {
      return lastCheckpoint(run);
    }
  }

  /** Throws if the run that wrote a checkpoint cannot, or not exactly, go on like this. */
  private static void checkDifferences(
      ModelDirectory checkpoint,
      TrainingConfig config,
      PreparedData data,
      Map<String, String> dependencies,
      TrainingRequest request,
      TrainingListener listener) {
    Provenance provenance = checkpoint.provenance();
    Map<String, String> before = new TreeMap<>(provenance.dependencies());
    before.putAll(provenance.corpora());
    Map<String, String> now = new TreeMap<>(dependencies);
    now.putAll(data.hashes());
    TrainingConfig saved = TrainingConfig.read(checkpoint.configFile(), List.of());
    List<String> differences = ResumeCheck.differences(saved, config, before, now);
    ResumeCheck.requireSameModel(saved, config, differences);
    ResumeCheck.require(differences, request.ignoreDifferences(), listener);
  }

  private static Optional<ModelDirectory> startingPoint(RunDirectory run, TrainingRequest request) {
    Optional<Path> last = lastCheckpoint(run);
    if (request.resume()) {
      return Optional.of(
          ModelDirectory.open(
              last.orElseThrow(
                  () ->
                      new DolmetschException(
                          run.path()
                              + ": has no checkpoint to resume from; start it without"
                              + " --resume"))));
    }
    if (last.isPresent()) {
      throw new DolmetschException(
          run.path()
              + ": already holds a run; go on with --resume, or choose another folder with --run");
    }
    return request.initFrom().map(ModelDirectory::open);
  }

  /** A kill right after the first checkpoint was written leaves it without a pointer. */
  private static Optional<Path> lastCheckpoint(RunDirectory run) {
    Optional<Path> named = run.pointedTo(RunDirectory.Pointer.LAST);
    return named.isPresent()
        ? named
        : run.updates().stream().max(Long::compare).map(run::checkpoint);
  }

  private static byte[] subwordModel(ModelDirectory model) {
    try {
      return Files.readAllBytes(model.subwordModelFile());
    } catch (IOException e) {
      throw FileProblems.notRead(model.subwordModelFile(), e);
    }
  }
}
