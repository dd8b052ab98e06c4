package dev.dolmetsch.training;

import dev.dolmetsch.data.subword.SubwordModel;
import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.ParameterLayout;
import dev.dolmetsch.model.checkpoint.ModelContents;
import dev.dolmetsch.model.checkpoint.ModelDirectory;
import dev.dolmetsch.model.checkpoint.Provenance;
import dev.dolmetsch.model.checkpoint.RunDirectory;
import dev.dolmetsch.model.checkpoint.SafetensorsFile;
import dev.dolmetsch.model.checkpoint.Tensor;
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
      Map<String, Double> metrics,
      boolean best) {
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
    if (best) {
      run.point(RunDirectory.Pointer.BEST, checkpoint);
    }
    run.prune(bestFirst(), config.training().keepBest(), config.training().keepLast());
    return checkpoint;
  }

  /** Updates of the checkpoints that were validated, the best first. */
  List<Long> bestFirst() {
    ValidationMetric metric = config.validation().metric();
    return run.bestFirst(metric.key(), metric.higherIsBetter());
  }

  /** Copies a model's parameters. */
  static void loadParameters(ModelDirectory model, FlatParameters parameters) {
    try (SafetensorsFile file = model.openParameters()) {
      for (ParameterLayout.Entry entry : parameters.layout().entries()) {
        file.copy(entry.name(), parameters.view(entry.name()).floats());
      }
    }
  }

  /** Copies a checkpoint's optimizer moments. */
  static void loadMoments(ModelDirectory checkpoint, AdamOptimizer optimizer) {
    try (SafetensorsFile file = checkpoint.openTrainingTensors()) {
      file.copy(FIRST_MOMENT, optimizer.firstMoment().flat().floats());
      file.copy(SECOND_MOMENT, optimizer.secondMoment().flat().floats());
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

  private static List<Tensor> tensors(FlatParameters parameters) {
    return parameters.layout().entries().stream()
        .map(
            entry ->
                Tensor.of(entry.name(), parameters.view(entry.name()).floats(), entry.extents()))
        .toList();
  }

  private static Tensor flat(String name, FlatParameters values) {
    return Tensor.of(name, values.flat().floats(), values.layout().length());
  }

  private static ByteBuffer subwordBytes(SubwordModel subwords) {
    return ByteBuffer.wrap(subwords.toBytes());
  }
}
