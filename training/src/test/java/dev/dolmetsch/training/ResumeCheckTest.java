package dev.dolmetsch.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.training.config.TrainingConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeCheckTest {
  private static final TrainingConfig SAVED = TrainingConfig.defaults();

  private static List<String> differences(TrainingConfig saved, String... overrides) {
    return ResumeCheck.differences(saved, saved.with(overrides), Map.of(), Map.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "training.max_updates=20000",
        "training.max_epochs=3",
        "training.log_every=7",
        "training.checkpoint_every=7",
        "training.keep_best=9",
        "training.keep_last=7",
        "training.average_best=0",
        "training.kernels=nd4j",
        "training.precision=float32",
        "validation.every=7",
        "validation.metric=chrf",
        "validation.patience=7",
        "decoding.beam_size=3",
        "subword.vocabulary_size=77",
        "data.folder=elsewhere",
        "data.train.english=a",
        "data.validation.german=b",
      })
  void whatTheTrainedBytesDoNotDependOnMayChange(String override) {
    assertEquals(List.of(), differences(SAVED, override));
  }

  @Test
  void testSetMayBeGivenLater() {
    assertEquals(List.of(), differences(SAVED, "data.test.english=a", "data.test.german=b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "training.seed=2",
        "training.tokens_per_batch=100",
        "training.accumulation=2",
        "training.optimizer=adamw",
        "training.beta1=0.8",
        "training.beta2=0.8",
        "training.epsilon=0.1",
        "training.schedule=constant",
        "training.learning_rate=0.1",
        "training.warmup_updates=1",
        "training.minimum_learning_rate=0.001",
        "training.label_smoothing=0",
        "training.clip_norm=0",
        "data.direction=de-en",
        "data.corpus=bundled",
        "data.bundled.seed=2",
        "data.filters.max_tokens=7",
        "data.filters.drop_duplicates=false",
        "model.dropout=0.5",
        "model.heads=2",
        "model.activation=gelu",
        "model.norm=post",
        "model.model_width=64",
      })
  void whatTheTrainedBytesDependOnMustNotChange(String override) {
    assertEquals(1, differences(SAVED, override).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear", "cosine"})
  void lastUpdateMattersWhereTheScheduleEndsThere(String schedule) {
    TrainingConfig saved = SAVED.with("training.schedule=" + schedule);
    assertEquals(
        List.of("training.max_updates was 10000, is 20000"),
        differences(saved, "training.max_updates=20000"));
  }

  @Test
  void dependenciesAndCorporaMustBeTheSame() {
    assertEquals(
        List.of(
            "nd4j was none, is 2",
            "shards was 2, is 1",
            "train.english was aaaaaaaaaaaa…, is bbbbbbbbbbbb…"),
        ResumeCheck.differences(
            SAVED,
            SAVED,
            Map.of("shards", "2", "kernels", "x", "train.english", "a".repeat(64)),
            Map.of("shards", "1", "kernels", "x", "train.english", "b".repeat(64), "nd4j", "2")));
  }

  @Test
  void refusalNamesWhatDiffersAndTheWayOut() {
    List<String> differences = differences(SAVED, "training.seed=2", "model.dropout=0.5");
    DolmetschException refusal =
        assertThrows(
            DolmetschException.class,
            () -> ResumeCheck.require(differences, false, TrainingListener.silent()));
    assertEquals(
        "cannot resume exactly: model.dropout was 0.1, is 0.5, training.seed was 1, is 2; undo"
            + " that, go on with other results (train --resume --ignore-differences), or start anew"
            + " in another folder with --run",
        refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model.encoder_layers=2",
        "model.decoder_layers=2",
        "model.model_width=64",
        "model.feed_forward_width=64",
        "model.norm=post",
        "model.tie_embeddings=false",
        "model.tie_output=false",
        "data.direction=de-en",
      })
  void anotherModelTakesANewRun(String override) {
    TrainingConfig now = SAVED.with("training.seed=2").with(override);
    List<String> differences = ResumeCheck.differences(SAVED, now, Map.of(), Map.of());
    String refusal =
        assertThrows(
                DolmetschException.class,
                () -> ResumeCheck.requireSameModel(SAVED, now, differences))
            .getMessage();
    assertTrue(refusal.startsWith("cannot resume: "), refusal);
    assertTrue(refusal.endsWith("start a new run in another folder with --run"), refusal);
  }

  @Test
  void theSameModelMayGoOnWithDifferencesIgnored() {
    TrainingConfig now =
        SAVED.with("training.seed=7", "model.dropout=0.5", "subword.vocabulary_size=77");
    ResumeCheck.requireSameModel(SAVED, now, List.of());
  }

  @Test
  void ignoredDifferencesAreReported() {
    Recorder recorder = new Recorder();
    ResumeCheck.require(differences(SAVED, "training.seed=2"), true, recorder);
    ResumeCheck.require(List.of(), true, recorder);

    assertEquals(
        List.of("resuming although something differs: training.seed was 1, is 2"),
        recorder.messages);
  }
}
