package dev.dolmetsch.training;

import dev.dolmetsch.model.checkpoint.ModelDirectory;
import dev.dolmetsch.training.config.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Trainings of a tiny model on the {@link SyntheticLanguage}. */
final class Runs {
  private Runs() {}

  /** Sixty updates with dropout, two shards, a checkpoint every thirty. */
  static TrainingConfig tiny(Path corpus, String... overrides) {
    return TrainingConfig.defaults()
        .withDataFolder(corpus)
        .with(
            "subword.vocabulary_size=64",
            "model.encoder_layers=1",
            "model.decoder_layers=1",
            "model.model_width=16",
            "model.heads=2",
            "model.feed_forward_width=32",
            "model.dropout=0.1",
            "model.attention_dropout=0.1",
            "model.activation_dropout=0.1",
            "training.max_updates=60",
            "training.tokens_per_batch=256",
            "training.shards=2",
            "training.learning_rate=0.01",
            "training.warmup_updates=20",
            "training.log_every=1",
            "training.checkpoint_every=30",
            "training.average_best=0",
            "validation.every=60",
            "validation.metric=loss",
            "validation.max_sentences=0",
            "decoding.beam_size=2")
        .with(overrides);
  }

  static TrainingResult fresh(TrainingConfig config, Path run) {
    return Trainer.run(config, TrainingRequest.fresh(run), TrainingListener.silent());
  }

  static TrainingResult resume(TrainingConfig config, Path run) {
    return Trainer.run(config, resuming(run, false), TrainingListener.silent());
  }

  static TrainingRequest resuming(Path run, boolean ignoreDifferences) {
    return new TrainingRequest(run, true, Optional.empty(), ignoreDifferences, () -> false);
  }

  /** Trains and asks to stop after an update. */
  static TrainingResult stopAfter(long update, TrainingConfig config, Path run, boolean resume) {
    Recorder recorder = new Recorder();
    TrainingRequest request =
        new TrainingRequest(
            run, resume, Optional.empty(), false, () -> recorder.lastUpdate() >= update);
    return Trainer.run(config, request, recorder);
  }

  static ModelDirectory checkpoint(Path run, long update) {
    return ModelDirectory.open(run.resolve("checkpoints/update-" + update));
  }

  static byte[] bytes(Path run, long update, String file) throws IOException {
    return Files.readAllBytes(run.resolve("checkpoints/update-" + update).resolve(file));
  }

  static String pointer(Path run, String name) throws IOException {
    return Files.readString(run.resolve(name)).strip();
  }

  /** Names of the checkpoints that are there, sorted. */
  static List<String> checkpoints(Path run) throws IOException {
    try (var children = Files.list(run.resolve("checkpoints"))) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    }
  }
}
