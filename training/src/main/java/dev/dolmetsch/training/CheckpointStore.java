package dev.dolmetsch.training;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.subword.SubwordModel;
import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.checkpoint.ModelContents;
import dev.dolmetsch.model.checkpoint.ModelDirectory;
import dev.dolmetsch.model.checkpoint.NamedArray;
import dev.dolmetsch.model.checkpoint.Provenance;
import dev.dolmetsch.model.checkpoint.RunDirectory;
import dev.dolmetsch.model.checkpoint.SafetensorsFile;
import dev.dolmetsch.training.config.TrainingConfig;
import dev.dolmetsch.training.config.ValidationMetric;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a run's checkpoints and reads them back. */
final class CheckpointStore {
  private static final String FIRST_MOMENT = "optimizer.first_moment";
  private static final String SECOND_MOMENT = "optimizer.second_moment";

  private final TrainingConfig config;
  private final RunDirectory run;
  private final PreparedData data;
  private final Map<String, String> dependencies;

  CheckpointStore(
      TrainingConfig config,
      RunDirectory run,
      PreparedData data,
      Map<String, String> dependencies) {
    this.config = config;
    this.run = run;
    this.data = data;
    this.dependencies = dependencies;
  }

  /** Writes a complete checkpoint, lets the pointers name it, and removes those no longer kept. */
  Path save(
      FlatParameters parameters,
      AdamOptimizer optimizer,
      TrainingState state,
      Map<String, Double> metrics) {
    ModelContents.TrainingState training =
        new ModelContents.TrainingState(
            List.of(
                flat(FIRST_MOMENT, optimizer.firstMoment()),
                flat(SECOND_MOMENT, optimizer.secondMoment())),
            state.toJson());
    ModelContents contents =
        new ModelContents(
            tensors(parameters),
            config.toYaml(),
            subwordBytes(data.subwords()),
            provenance(state, metrics),
            Optional.of(training));
    Path checkpoint = run.save(state.update(), contents);
    run.point(RunDirectory.Pointer.LAST, checkpoint);
    List<Long> bestFirst = bestFirst();
    pointToBest(bestFirst);
    run.prune(bestFirst, config.training().keepBest(), config.training().keepLast());
    return checkpoint;
  }

  /**
   * Makes a checkpoint the run's last one: those that a kill left behind it are of updates that
   * will be made again, and {@code best} may still name an older one or an average.
   */
  void goBackTo(ModelDirectory checkpoint) {
    long update = checkpoint.provenance().update();
    run.point(RunDirectory.Pointer.LAST, checkpoint.path());
    List<Long> kept = bestFirst().stream().filter(saved -> saved <= update).toList();
    pointToBest(kept);
    run.discardAfter(update);
  }

  private void pointToBest(List<Long> bestFirst) {
    if (bestFirst.isEmpty()) {
      return;
    }
    Path best = run.checkpoint(bestFirst.get(0));
    if (!run.pointedTo(RunDirectory.Pointer.BEST).equals(Optional.of(best.normalize()))) {
      run.point(RunDirectory.Pointer.BEST, best);
    }
  }

  /** Updates of the checkpoints that were validated, the best first. */
  List<Long> bestFirst() {
    ValidationMetric metric = config.validation().metric();
    return run.bestFirst(metric.key(), metric.higherIsBetter(), ValidationMetric.LOSS.key());
  }

  /** Copies a checkpoint's optimizer moments. */
  static void loadMoments(ModelDirectory checkpoint, AdamOptimizer optimizer) {
    try (SafetensorsFile file = checkpoint.openTrainingTensors()) {
      file.copy(FIRST_MOMENT, optimizer.firstMoment().flat().floats());
      file.copy(SECOND_MOMENT, optimizer.secondMoment().flat().floats());
    }
  }

  /** Where the run stood that wrote a checkpoint. */
  static TrainingState readState(ModelDirectory checkpoint) {
    try {
      return TrainingState.fromJson(checkpoint.trainingValues());
    } catch (IllegalArgumentException e) {
      throw new DolmetschException(
          checkpoint.path()
              + ": its training state cannot be used ("
              + e.getMessage()
              + "); resume with the version of Dolmetsch that wrote it, or start a new run from"
              + " its parameters with --init-from",
          e);
    }
  }

  private Provenance provenance(TrainingState state, Map<String, Double> metrics) {
    return new Provenance(
        config.data().direction().code(),
        state.update(),
        config.training().seed(),
        data.hashes(),
        Map.of("train_pairs", data.train().size()),
        dependencies,
        Dependencies.versions(),
        metrics,
        List.of());
  }

  private static List<NamedArray> tensors(FlatParameters parameters) {
    return parameters.layout().entries().stream()
        .map(
            entry ->
                NamedArray.of(
                    entry.name(), parameters.view(entry.name()).floats(), entry.extents()))
        .toList();
  }

  private static NamedArray flat(String name, FlatParameters values) {
    return NamedArray.of(name, values.flat().floats(), values.layout().length());
  }

  private static ByteBuffer subwordBytes(SubwordModel subwords) {
    return ByteBuffer.wrap(subwords.toBytes());
  }
}
