package dev.dolmetsch.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.checkpoint.CheckpointAverage;
import dev.dolmetsch.model.checkpoint.ModelContents;
import dev.dolmetsch.model.checkpoint.ModelDirectory;
import dev.dolmetsch.model.checkpoint.NamedArray;
import dev.dolmetsch.model.checkpoint.SafetensorsFile;
import dev.dolmetsch.model.decode.Translator;
import dev.dolmetsch.model.engine.choice.KernelChoice;
import dev.dolmetsch.model.engine.choice.KernelKind;
import dev.dolmetsch.model.engine.choice.Precision;
import dev.dolmetsch.model.engine.onednn.OneDnn;
import dev.dolmetsch.training.config.TrainingConfig;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path corpus;
  private static Path learnt;
  private static TrainingConfig learning;
  private static final Recorder recorder = new Recorder();
  private static TrainingResult result;

  @BeforeAll
  static void learn() throws IOException {
    corpus = SyntheticLanguage.write(Files.createDirectory(shared.resolve("corpus")));
    learnt = shared.resolve("learnt");
    learning =
        Runs.tiny(
            corpus,
            "data.test.english=test.en",
            "data.test.german=test.de",
            "model.model_width=32",
            "model.dropout=0",
            "model.attention_dropout=0",
            "model.activation_dropout=0",
            "training.max_updates=400",
            "training.log_every=20",
            "training.checkpoint_every=30",
            "training.label_smoothing=0",
            "training.schedule=linear",
            "training.tokens_per_batch=512",
            "training.keep_best=2",
            "training.keep_last=2",
            "training.average_best=2",
            "validation.every=100",
            "validation.metric=bleu",
            "validation.max_sentences=40");
    result = Trainer.run(learning, TrainingRequest.fresh(learnt), recorder);
  }

  private static String failure(TrainingConfig config, TrainingRequest request) {
    return assertThrows(
            DolmetschException.class, () -> Trainer.run(config, request, TrainingListener.silent()))
        .getMessage();
  }

  @Test
  void modelLearnsALanguageFromItsSentences() throws IOException {
    double guessing = Math.log(64);
    double first = recorder.progress.get(0).loss();
    double last = recorder.progress.get(recorder.progress.size() - 1).loss();
    assertTrue(first > 0.5 * guessing, "loss " + first);
    assertTrue(last < 0.1 * guessing, "loss " + last);
    assertTrue(result.metrics().get("bleu") > 65, result.metrics().toString());
    assertTrue(result.metrics().get("test_bleu") > 65, result.metrics().toString());
    assertTrue(result.metrics().get("test_chrf") > 65, result.metrics().toString());
    try (Translator translator = Translator.load(learnt)) {
      assertTrue(translator.translate("bad cab dab").matches("[a-z]+( [a-z]+)*"));
      assertEquals("", translator.translate(" "));
    }
  }

  @Test
  void bestAndLastPointToCheckpointsThatWereKept() throws IOException {
    assertEquals(TrainingResult.Outcome.FINISHED, result.outcome());
    assertEquals(400, result.updates());
    assertEquals("checkpoints/update-400", Runs.pointer(learnt, "last"));
    Path best = learnt.resolve(Runs.pointer(learnt, "best"));
    assertEquals(best, result.model());
    double bleu = ModelDirectory.open(best).provenance().metrics().get("bleu");
    for (ValidationResult validation : recorder.validations) {
      assertTrue(bleu >= validation.bleu(), bleu + " < " + validation.bleu());
    }
    List<String> kept = Runs.checkpoints(learnt);
    assertTrue(kept.containsAll(List.of("averaged", "update-390", "update-400")), "" + kept);
    assertTrue(kept.size() <= 5, "two best, two last, their average: " + kept);
  }

  @Test
  void averageIsTheMeanOfTheBestCheckpoints() {
    Path averaged = learnt.resolve("checkpoints/averaged");
    List<String> names = ModelDirectory.open(averaged).provenance().averagedFrom();
    List<Double> best =
        recorder.validations.stream()
            .sorted((a, b) -> Double.compare(b.bleu(), a.bleu()))
            .limit(2)
            .map(ValidationResult::bleu)
            .toList();
    assertEquals(2, names.size());
    float[] sum = new float[0];
    for (int i = 0; i < 2; i++) {
      Path checkpoint = learnt.resolve("checkpoints").resolve(names.get(i));
      assertEquals(best.get(i), ModelDirectory.open(checkpoint).provenance().metrics().get("bleu"));
      float[] part = embedding(checkpoint);
      sum = i == 0 ? part : plus(sum, part);
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] /= 2;
    }
    assertArrayEquals(sum, embedding(averaged), 1e-6f);
  }

  private static float[] plus(float[] a, float[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += b[i];
    }
    return a;
  }

  private static float[] embedding(Path model) {
    try (SafetensorsFile file = ModelDirectory.open(model).openParameters()) {
      FloatBuffer values = file.floats("shared_embedding.weight");
      float[] copy = new float[values.remaining()];
      values.get(copy);
      return copy;
    }
  }

  @Test
  void logHasEveryReportAndEveryValidationInOrder() throws IOException {
    List<JsonNode> entries = new ArrayList<>();
    for (String line : Files.readAllLines(learnt.resolve("metrics.jsonl"))) {
      entries.add(new ObjectMapper().readTree(line));
    }
    List<Long> reports = new ArrayList<>();
    List<Long> validations = new ArrayList<>();
    List<Long> tests = new ArrayList<>();
    long before = 0;
    for (JsonNode entry : entries) {
      long update = entry.path("update").asLong();
      assertTrue(update >= before);
      before = update;
      if (entry.has("validation")) {
        validations.add(update);
        assertTrue(entry.path("validation").path("loss").isNumber());
        assertTrue(entry.path("validation").path("perplexity").isNumber());
        assertTrue(entry.path("validation").path("bleu").isNumber());
        assertTrue(entry.path("validation").path("chrf").isNumber());
      } else if (entry.has("test")) {
        tests.add(update);
        assertEquals(result.metrics().get("test_bleu"), entry.path("test").path("bleu").asDouble());
        assertEquals(result.metrics().get("test_chrf"), entry.path("test").path("chrf").asDouble());
      } else {
        reports.add(update);
      }
    }
    assertEquals(List.of(400L), tests);
    assertEquals(List.of(100L, 200L, 300L, 400L), validations);
    assertEquals(20, reports.size());
    assertEquals(recorder.progress.stream().map(TrainingProgress::update).toList(), reports);
    assertTrue(Files.readString(learnt.resolve("training.html")).contains("<svg"));
  }

  @Test
  void checkpointRecordsWhatItsBytesDependOn() {
    var provenance = Runs.checkpoint(learnt, 400).provenance();
    assertEquals("2", provenance.dependencies().get("shards"));
    KernelChoice kernels = KernelChoice.of(KernelKind.AUTO, Precision.AUTO);
    assertEquals(kernels.description(), provenance.dependencies().get("kernels"));
    assertEquals(
        kernels.precision().name().toLowerCase(Locale.ROOT),
        provenance.dependencies().get("precision"));
    assertTrue(
        provenance
            .dependencies()
            .keySet()
            .containsAll(List.of("processor", "nd4j", "onednn", "openblas", "dolmetsch")));
    assertTrue(provenance.dependencies().values().stream().noneMatch(value -> value.contains("$")));
    assertEquals(4, provenance.corpora().size());
    assertEquals(400, provenance.update());
    assertEquals(1, provenance.seed());
    assertEquals(
        learning, TrainingConfig.read(Runs.checkpoint(learnt, 400).configFile(), List.of()));
  }

  @Test
  void kernelsAreNamedAtTheStart() {
    String kernels = KernelChoice.of(KernelKind.AUTO, Precision.AUTO).description();
    assertTrue(
        recorder.messages.stream()
            .anyMatch(line -> line.contains("kernels: " + kernels + ", 2 shards on ")),
        recorder.messages.toString());
  }

  @Test
  void otherKernelsAreNoExactResume() {
    assumeTrue(OneDnn.isAvailable(), "oneDNN does not load on this machine");
    Path run = folder.resolve("run");
    Runs.fresh(Runs.tiny(corpus, "training.max_updates=1", "training.kernels=nd4j"), run);

    String refusal =
        failure(
            Runs.tiny(
                corpus,
                "training.max_updates=2",
                "training.kernels=onednn",
                "training.precision=float32"),
            Runs.resuming(run, false));
    assertTrue(refusal.contains("kernels was nd4j float32, is oneDNN float32 ("), refusal);
    assertFalse(refusal.contains("precision"), refusal);
  }

  @Test
  void finishedRunResumesToTheSameEndAndFurther() throws IOException {
    Path run = folder.resolve("run");
    TrainingConfig shorter =
        Runs.tiny(
            corpus, "training.max_updates=20", "validation.every=10", "training.average_best=2");
    TrainingResult first = Runs.fresh(shorter, run);
    String best = Runs.pointer(run, "best");
    TrainingResult second = Runs.resume(shorter, run);
    assertEquals(first, second);
    assertEquals(best, Runs.pointer(run, "best"));
    TrainingResult further = Runs.resume(shorter.with("training.max_updates=30"), run);
    assertEquals(30, further.updates());
    assertEquals("checkpoints/update-30", Runs.pointer(run, "last"));
    // No average of the first end is taken for a checkpoint of the second.
    assertFalse(
        ModelDirectory.open(run.resolve("checkpoints/averaged"))
            .provenance()
            .averagedFrom()
            .contains("averaged"));
  }

  @Test
  void runGoesOnWithoutTheBestCheckpointThatSomebodyRemoved() throws IOException {
    Path run = folder.resolve("run");
    TrainingConfig config =
        Runs.tiny(corpus, "training.max_updates=20", "validation.every=10", "training.keep_last=2");
    Runs.fresh(config, run);
    Files.writeString(run.resolve("best"), "checkpoints/update-5\n");
    TrainingResult further = Runs.resume(config.with("training.max_updates=30"), run);
    assertEquals(30, further.updates());
    assertTrue(Files.exists(run.resolve(Runs.pointer(run, "best")).resolve("manifest.json")));
  }

  @Test
  void trainingEndsWithTheLastEpoch() {
    Recorder epochs = new Recorder();
    TrainingResult twoEpochs =
        Trainer.run(
            Runs.tiny(corpus, "training.max_epochs=2", "training.tokens_per_batch=1024"),
            TrainingRequest.fresh(folder.resolve("run")),
            epochs);
    TrainingProgress end = epochs.progress.get(epochs.progress.size() - 1);
    assertEquals(2, end.epoch());
    assertEquals(1, epochs.progress.get(epochs.progress.size() - 2).epoch());
    assertEquals(twoEpochs.updates(), end.update());
    assertEquals(end.maxUpdates(), end.update());
    assertTrue(end.remaining().isZero());
    assertEquals(1, epochs.validations.size());
  }

  /** A decay of 1 at a rate of 10 multiplies every matrix by −9 with each update. */
  private static TrainingConfig diverging(String... more) {
    TrainingConfig config =
        Runs.tiny(
            corpus,
            "training.optimizer=adamw",
            "training.weight_decay=1",
            "training.schedule=constant",
            "training.warmup_updates=0",
            "training.learning_rate=10");
    return config.with(more);
  }

  @Test
  void divergenceStopsWithTheUpdatesNumberAndKeepsTheLastGoodCheckpoint() throws IOException {
    Path run = folder.resolve("run");
    TrainingConfig config = diverging("training.checkpoint_every=5");
    String message = failure(config, TrainingRequest.fresh(run));
    Matcher matcher =
        Pattern.compile(
                "update (\\d+): the (?:loss|gradient) is not finite, so training stopped; the last"
                    + " good checkpoint is update-(\\d+); try .*")
            .matcher(message);
    assertTrue(matcher.matches(), message);
    int update = Integer.parseInt(matcher.group(1));
    int good = Integer.parseInt(matcher.group(2));
    assertEquals((update - 1) / 5 * 5, good);
    assertEquals("checkpoints/update-" + good, Runs.pointer(run, "last"));
    for (float value : embedding(run.resolve("checkpoints/update-" + good))) {
      assertTrue(Float.isFinite(value));
    }
    assertEquals(message, failure(config, Runs.resuming(run, false)));
  }

  @Test
  void perplexityBeyondAllNumbersIsWarnedOf() {
    Recorder recorder = new Recorder();
    // Ended while the loss is still finite.
    Trainer.run(
        diverging("training.max_updates=5", "validation.every=5"),
        TrainingRequest.fresh(folder.resolve("run")),
        recorder);
    assertEquals(Double.POSITIVE_INFINITY, recorder.validations.get(0).perplexity());
    assertTrue(Double.isFinite(recorder.validations.get(0).loss()));
    assertTrue(
        recorder.messages.contains(
            "warning: the perplexity after update 5 is infinite, so this training has diverged; try"
                + " a lower training.learning_rate, more training.warmup_updates or"
                + " training.clip_norm"),
        "" + recorder.messages);
  }

  @Test
  void modelWithAValueThatIsNotANumberIsNotTrainedOn() throws IOException {
    ModelContents good = CheckpointAverage.of(List.of(learnt.resolve("checkpoints/update-400")));
    List<NamedArray> tensors = new ArrayList<>(good.parameters());
    NamedArray first = tensors.get(0);
    ((FloatBuffer) first.data()).put(7, Float.NaN);
    Path broken = folder.resolve("broken");
    ModelDirectory.write(
        broken,
        new ModelContents(
            tensors, good.config(), good.subwordModel(), good.provenance(), Optional.empty()));
    TrainingRequest request = initFrom(broken, folder.resolve("run"));

    String message = failure(learning, request);
    assertTrue(
        message.startsWith(
            "update 1: the loss is not finite, so training stopped; the last good checkpoint is"
                + " none yet"),
        message);
    assertEquals(List.of(), Runs.checkpoints(folder.resolve("run")));
  }

  private static TrainingRequest initFrom(Path model, Path run) {
    return new TrainingRequest(run, false, Optional.of(model), false, () -> false);
  }

  @Test
  void newRunStartsFromAModelsParametersAndSubwords() throws IOException {
    Path run = folder.resolve("run");
    Recorder tuned = new Recorder();
    Trainer.run(
        learning.with(
            "training.max_updates=5",
            "training.warmup_updates=4",
            "training.log_every=1",
            "training.seed=9",
            "subword.vocabulary_size=999"),
        initFrom(learnt, run),
        tuned);
    Path config = run.resolve("checkpoints/update-5/config.yaml");
    assertEquals(64, TrainingConfig.read(config, List.of()).subword().vocabularySize());
    assertTrue(tuned.progress.get(0).loss() < 0.1 * Math.log(64), "" + tuned.progress.get(0));
    assertArrayEquals(
        Runs.bytes(learnt, 400, "sentencepiece.model"), Runs.bytes(run, 5, "sentencepiece.model"));
  }

  @Test
  void modelOfAnotherShapeIsRefused() {
    String message =
        failure(learning.with("model.model_width=64"), initFrom(learnt, folder.resolve("run")));
    assertTrue(message.contains("shared_embedding.weight has shape [64, 32]"), message);
    message =
        failure(learning.with("model.encoder_layers=2"), initFrom(learnt, folder.resolve("run2")));
    assertTrue(message.contains("encoder.layers.1"), message);
  }

  @Test
  void directoryThatHoldsARunIsNotOverwritten() {
    assertEquals(
        learnt + ": already holds a run; go on with --resume, or choose another folder with --run",
        failure(learning, TrainingRequest.fresh(learnt)));
  }

  @Test
  void runThatDoesNotExistCannotBeResumed() {
    Path run = folder.resolve("run");
    assertEquals(
        run + ": there is no such run to resume; start it without --resume, or check --run",
        failure(learning, Runs.resuming(run, false)));
  }

  @Test
  void resumingWithSomethingElseIsRefusedInOneLine() throws IOException {
    Path run = folder.resolve("run");
    TrainingConfig config = Runs.tiny(corpus, "training.max_updates=4");
    Runs.stopAfter(2, config, run, false);
    Path other = Files.createDirectory(folder.resolve("other"));
    for (String file : List.of("train.en", "train.de", "val.en", "val.de")) {
      Files.copy(corpus.resolve(file), other.resolve(file));
    }
    List<String> english = new ArrayList<>(Files.readAllLines(other.resolve("train.en")));
    Collections.swap(english, 0, 1);
    SyntheticLanguage.lines(other.resolve("train.en"), english);

    assertRefused("training.seed was 1, is 2", config.with("training.seed=2"), run);
    assertRefused("shards was 2, is 3", config.with("training.shards=3"), run);
    assertRefused("train.english was ", config.withDataFolder(other), run);
    TrainingConfig wider = config.with("model.model_width=32");
    for (boolean ignored : new boolean[] {false, true}) {
      String message = failure(wider, Runs.resuming(run, ignored));
      assertTrue(message.startsWith("cannot resume: model.model_width was 16, is 32, "), message);
    }
    assertEquals("checkpoints/update-2", Runs.pointer(run, "last"));

    Recorder ignoring = new Recorder();
    TrainingResult resumed =
        Trainer.run(config.with("training.seed=2"), Runs.resuming(run, true), ignoring);
    assertEquals(4, resumed.updates());
    assertTrue(
        ignoring.messages.contains(
            "resuming although something differs: training.seed was 1, is 2"));
  }

  private static void assertRefused(String difference, TrainingConfig config, Path run) {
    String message = failure(config, Runs.resuming(run, false));
    assertTrue(message.startsWith("cannot resume exactly: " + difference), message);
    assertTrue(message.contains("train --resume --ignore-differences"), message);
    assertFalse(message.contains("\n"));
    assertFalse(message.substring("cannot resume exactly: ".length()).contains(" was 2, is 3, "));
  }

  @Test
  void bestPointerFollowsTheMetricThatIsAskedFor() throws IOException {
    Path run = folder.resolve("run");
    TrainingConfig config =
        Runs.tiny(
            corpus,
            "training.max_updates=20",
            "training.keep_best=5",
            "validation.every=10",
            "validation.max_sentences=5");
    Runs.fresh(config, run);
    Recorder other = new Recorder();
    Trainer.run(
        config.with("training.max_updates=30", "validation.metric=chrf"),
        Runs.resuming(run, false),
        other);
    String best = Runs.pointer(run, "best");
    double chrf = ModelDirectory.open(run.resolve(best)).provenance().metrics().get("chrf");
    for (long update : new long[] {10, 20, 30}) {
      assertTrue(chrf >= Runs.checkpoint(run, update).provenance().metrics().get("chrf"));
    }
  }
}
