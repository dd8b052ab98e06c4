package dev.dolmetsch.training.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.corpus.Direction;
import dev.dolmetsch.model.config.ModelConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingConfigTest {
  private static String failure(String... overrides) {
    return assertThrows(
            DolmetschException.class, () -> TrainingConfig.parse("", "x.yaml", List.of(overrides)))
        .getMessage();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data.bundled.pairs=999",
        "data.filters.max_tokens=0",
        "data.filters.max_length_ratio=0.5",
        "subword.vocabulary_size=31",
        "subword.character_coverage=1.01",
        "subword.character_coverage=0.9",
        "model.encoder_layers=0",
        "model.heads=3",
        "model.dropout=1",
        "model.norm=middle",
        "training.max_updates=0",
        "training.max_epochs=0",
        "training.tokens_per_batch=15",
        "training.accumulation=0",
        "training.shards=0",
        "training.shards=auto",
        "training.optimizer=sgd",
        "training.beta1=1",
        "training.beta2=-0.1",
        "training.epsilon=0",
        "training.weight_decay=0.1",
        "training.schedule=sqrt",
        "training.learning_rate=0",
        "training.learning_rate=11",
        "training.warmup_updates=0",
        "training.minimum_learning_rate=0.1",
        "training.label_smoothing=1",
        "training.clip_norm=-1",
        "training.log_every=0",
        "training.checkpoint_every=0",
        "training.keep_best=0",
        "training.keep_last=0",
        "training.average_best=6",
        "training.kernels=cuda",
        "training.precision=float16",
        "training.precision=int8",
        "validation.every=0",
        "validation.max_sentences=0",
        "validation.metric=accuracy",
        "validation.patience=-1",
        "validation.beam_size=65",
        "decoding.beam_size=0",
        "decoding.n_best=6",
        "decoding.batch_tokens=0",
      })
  void valuesOutOfRangeAreRefusedInOneLineThatNamesTheKey(String override) {
    String message = failure(override);
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.startsWith("--set " + override + ": "), message);
    assertTrue(message.contains(" must be "), message);
    assertTrue(message.contains(", but is "), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "training.schedule=linear   | training.max_updates=400",
        "training.schedule=cosine   | training.warmup_updates=10000",
        "validation.metric=chrf     | validation.max_sentences=0",
        "decoding.beam_size=2       | decoding.n_best=3",
        "training.keep_best=2       | training.average_best=3",
        "training.learning_rate=0.1 | training.minimum_learning_rate=0.2",
        "training.kernels=nd4j      | training.precision=bf16",
        "model.decoder_layers=2     | decoding.alignment_layer=2",
      })
  void valuesThatContradictEachOtherAreRefused(String first, String second) {
    assertTrue(failure(first, second).contains(" must be "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "training.optimizer=adamw training.weight_decay=0.01",
        "training.schedule=constant training.warmup_updates=0",
        "validation.metric=loss validation.max_sentences=0",
        "training.clip_norm=0 training.average_best=0",
        "training.kernels=onednn training.precision=bf16",
        "data.filters.max_length_ratio=0",
        "data.direction=de-en data.test={tsv: x.tsv}",
      })
  void valuesAtTheEdgeOfTheirRangeAreTakenAndSurviveWriting(String overrides) {
    TrainingConfig config =
        TrainingConfig.parse("", "x", List.of(overrides.split(" (?=[a-z]+\\.[a-z_.]+=)")));
    assertEquals(config, TrainingConfig.parse(config.toYaml(), "again", List.of()));
  }

  @Test
  void aContradictionIsPlacedAtAKeyThatTheFileHas() {
    String message =
        assertThrows(
                DolmetschException.class,
                () ->
                    TrainingConfig.parse(
                        "decoding:\n  beam_size: 2\ntraining:\n  keep_best: 3\n",
                        "x.yaml",
                        List.of()))
            .getMessage();
    assertEquals(
        "x.yaml:4: training.average_best must be between 0 and training.keep_best (3), but is 5",
        message);
  }

  @Test
  void aConfigurationIsChangedInPart() {
    TrainingConfig config =
        TrainingConfig.defaults()
            .with("training.max_updates=60", "training.seed=9")
            .withDataFolder(Path.of("corpus"));
    assertEquals(60, config.training().maxUpdates());
    assertEquals(9, config.training().seed());
    assertEquals(Path.of("corpus"), config.data().folder());
    assertEquals(Path.of("corpus", "train.en"), config.data().resolve(Path.of("train.en")));
    Path absolute = Path.of("train.en").toAbsolutePath();
    assertEquals(absolute, config.data().resolve(absolute));
    assertEquals(Optional.empty(), config.data().test());
  }

  @Test
  void validationSearchesWithItsOwnBeam() {
    TrainingConfig config = TrainingConfig.defaults().with("decoding.n_best=5");
    assertEquals(1, config.validationDecoding().beamSize());
    assertEquals(1, config.validationDecoding().nBest());
    TrainingConfig shortlisted = config.with("decoding.shortlist=true");
    assertFalse(shortlisted.validationDecoding().shortlist(), "there is none yet");
    assertFalse(shortlisted.testDecoding().shortlist());
  }

  @Test
  void aSavedConfigurationServesTheModelAlone(@TempDir Path folder) throws Exception {
    TrainingConfig config =
        TrainingConfig.defaults()
            .with("data.direction=de-en", "model.heads=8", "decoding.beam_size=3");
    Path file = folder.resolve("config.yaml");
    Files.writeString(file, config.toYaml(), StandardCharsets.UTF_8);
    ModelConfig model = ModelConfig.read(file);
    assertEquals(Direction.DE_EN, model.direction());
    assertEquals(config.model(), model.model());
    assertEquals(config.decoding(), model.decoding());
  }
}
