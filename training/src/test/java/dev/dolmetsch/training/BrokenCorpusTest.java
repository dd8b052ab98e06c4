package dev.dolmetsch.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.training.config.TrainingConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokenCorpusTest {
  @TempDir Path folder;
  private Path run;
  private Recorder recorder;

  @BeforeEach
  void writeCorpus() {
    SyntheticLanguage.write(folder);
    run = folder.resolve("run");
    recorder = new Recorder();
  }

  private TrainingConfig config(String... overrides) {
    return Runs.tiny(
            folder,
            "data.test.english=test.en",
            "data.test.german=test.de",
            "training.max_updates=2")
        .with(overrides);
  }

  /** Trains, and makes sure that it failed with one line before any update. */
  private String failure(TrainingConfig config) throws IOException {
    String message =
        assertThrows(
                DolmetschException.class,
                () -> Trainer.run(config, TrainingRequest.fresh(run), recorder))
            .getMessage();
    assertEquals(List.of(), recorder.progress);
    assertEquals(List.of(), Runs.checkpoints(run));
    assertFalse(message.contains("\n"), message);
    return message;
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "val", "test"})
  void filesOfDifferentLengthsAreRefused(String name) throws IOException {
    Files.writeString(folder.resolve(name + ".de"), "zot\n", StandardOpenOption.APPEND);
    String message = failure(config());
    assertTrue(message.contains(name + ".de") || message.contains(name + ".en"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "val", "test"})
  void bytesThatAreNotUtf8AreRefusedWithFileAndLine(String name) throws IOException {
    Path file = folder.resolve(name + ".de");
    List<String> lines = Files.readAllLines(file);
    lines.set(14, "zoté");
    Files.write(file, String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1));
    String message = failure(config());
    assertTrue(message.contains(name + ".de:15"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "val", "test"})
  void missingFilesAreRefused(String name) throws IOException {
    Files.delete(folder.resolve(name + ".en"));
    assertTrue(failure(config()).contains(name + ".en"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "val", "test"})
  void emptyCorporaAreRefused(String name) throws IOException {
    Files.writeString(folder.resolve(name + ".en"), "");
    Files.writeString(folder.resolve(name + ".de"), "");
    assertTrue(failure(config()).contains(name + "."));
  }

  /** Minutes of learning subwords must not come before a message about the test set. */
  @Test
  void testSetIsReadBeforeAnythingIsLearnt() throws IOException {
    Files.delete(folder.resolve("test.de"));
    failure(config());
    assertEquals(List.of(), recorder.messages);
  }

  @Test
  void blankAndOverlongValidationLinesDoNotStopARun() throws IOException {
    Files.writeString(
        folder.resolve("val.en"),
        "\n" + "bad cab ".repeat(300) + "\nbad cab\nbad\n",
        StandardCharsets.UTF_8);
    Files.writeString(
        folder.resolve("val.de"),
        "\n" + "wok zot ".repeat(300) + "\nwok zot\n \n",
        StandardCharsets.UTF_8);
    Trainer.run(
        config(
            "validation.max_sentences=4",
            "validation.metric=bleu",
            "decoding.max_source_length=20"),
        TrainingRequest.fresh(run),
        recorder);
    assertEquals(1, recorder.validations.size());
    assertTrue(Double.isFinite(recorder.validations.get(0).bleu()));
    assertTrue(Double.isFinite(recorder.validations.get(0).loss()));
  }

  @Test
  void withoutASampleOnlyLossAndPerplexityAreMeasured() {
    Trainer.run(config(), TrainingRequest.fresh(run), recorder);
    ValidationResult validation = recorder.validations.get(0);
    assertEquals(List.of("loss", "perplexity"), List.copyOf(validation.metrics().keySet()));
    assertTrue(validation.best());
  }

  @Test
  void runThatAnotherTrainingHoldsIsRefused() {
    TrainingRequest nested =
        new TrainingRequest(
            run,
            false,
            java.util.Optional.empty(),
            false,
            () -> {
              String message =
                  assertThrows(
                          DolmetschException.class,
                          () ->
                              Trainer.run(
                                  config(), TrainingRequest.fresh(run), TrainingListener.silent()))
                      .getMessage();
              assertTrue(message.contains("another training"), message);
              return true;
            });
    Trainer.run(config(), nested, recorder);
  }
}
