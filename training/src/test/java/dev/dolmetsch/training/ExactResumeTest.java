package dev.dolmetsch.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dolmetsch.training.config.TrainingConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExactResumeTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path corpus;
  private static Path through;

  @BeforeAll
  static void trainThrough() throws IOException {
    corpus = SyntheticLanguage.write(Files.createDirectory(shared.resolve("corpus")));
    through = shared.resolve("through");
    Runs.fresh(Runs.tiny(corpus), through);
  }

  /** The killed process has one core and this one may have more: that must not matter either. */
  @Test
  void runKilledBySigkillAndResumedGivesTheBytesOfOneThatWasNot() throws Exception {
    Path killed = folder.resolve("killed");
    Process process = start(45, killed);
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertEquals("held", output.readLine());
    } finally {
      process.destroyForcibly();
    }
    assertNotEquals(0, process.waitFor());
    assertEquals("checkpoints/update-30", Runs.pointer(killed, "last"));
    assertFalse(Files.exists(killed.resolve("checkpoints/update-60")));

    Runs.resume(Runs.tiny(corpus), killed);

    assertSame(through, killed, 60);
  }

  /**
   * A checkpoint is written after each update, so that many of the kills come while one is written
   * or an older one removed. They come some milliseconds after some update; where that is, the
   * machine's speed decides, but nothing that is asserted depends on it.
   */
  @Test
  void runKilledAgainAndAgainAtRandomMomentsEndsInTheBytesOfOneThatWasNot() throws Exception {
    String[] often = {"training.checkpoint_every=1", "training.keep_last=2", "validation.every=7"};
    Path killed = folder.resolve("killed");
    Random random = new Random(1);
    long update = 0;
    for (int kill = 0; kill < 2; kill++) {
      update += 3 + random.nextInt(9);
      Process process = start(Long.MAX_VALUE, killed, often);
      try {
        awaitCheckpoint(killed, update, process);
        Thread.sleep(random.nextInt(40));
      } finally {
        process.destroyForcibly();
      }
      assertNotEquals(0, process.waitFor());
      update = Math.max(update, Trainer.lastCheckpoint(killed).map(ExactResumeTest::update).get());
    }
    TrainingResult resumed = Runs.resume(Runs.tiny(corpus, often), killed);

    assertEquals(TrainingResult.Outcome.FINISHED, resumed.outcome());
    Path whole = folder.resolve("whole");
    assertEquals(Runs.fresh(Runs.tiny(corpus, often), whole).metrics(), resumed.metrics());
    assertSame(whole, killed, 60);
    assertEquals(Runs.pointer(whole, "best"), Runs.pointer(killed, "best"));
    assertEquals(Runs.checkpoints(whole), Runs.checkpoints(killed));
  }

  /** Waits until the checkpoint of that update, or of a later one, is the run's last. */
  private static void awaitCheckpoint(Path run, long update, Process process) throws Exception {
    while (!Files.exists(run.resolve("last"))
        || Long.parseLong(Runs.pointer(run, "last").replaceAll("\\D", "")) < update) {
      assertTrue(process.isAlive(), "ended by itself before update " + update);
      Thread.sleep(2);
    }
  }

  private static long update(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().replaceAll("\\D", ""));
  }

  @Test
  void runStoppedAfterAnOddUpdateAndResumedGivesTheBytesOfOneThatWasNot() throws Exception {
    Path stopped = folder.resolve("stopped");
    TrainingResult result = Runs.stopAfter(37, Runs.tiny(corpus), stopped, false);
    assertEquals(TrainingResult.Outcome.INTERRUPTED, result.outcome());
    assertEquals(37, result.updates());

    assertEquals(
        TrainingResult.Outcome.FINISHED, Runs.resume(Runs.tiny(corpus), stopped).outcome());

    assertSame(through, stopped, 60);
  }

  @Test
  void accumulatedGradientsAndOtherSchedulesResumeExactlyToo() throws Exception {
    TrainingConfig config =
        Runs.tiny(
            corpus,
            "training.accumulation=2",
            "training.shards=3",
            "training.optimizer=adamw",
            "training.weight_decay=0.1",
            "training.schedule=cosine",
            "training.warmup_updates=5",
            "training.max_updates=20");
    Path whole = folder.resolve("whole");
    Path stopped = folder.resolve("stopped");
    Runs.fresh(config, whole);
    Runs.stopAfter(3, config, stopped, false);
    Runs.stopAfter(11, config, stopped, true);
    Runs.resume(config, stopped);

    assertSame(whole, stopped, 20);
  }

  @Test
  void stopBeforeTheFirstUpdateLeavesACheckpointToGoOnFrom() throws Exception {
    Path stopped = folder.resolve("stopped");
    assertEquals(0, Runs.stopAfter(0, Runs.tiny(corpus), stopped, false).updates());
    Runs.resume(Runs.tiny(corpus), stopped);

    assertSame(through, stopped, 60);
  }

  /** A validation that a stop has prevented is made up for, or patience would run out later. */
  @Test
  void earlyStoppingComesAfterTheSameUpdateWithAndWithoutInterruptions() throws Exception {
    TrainingConfig config =
        Runs.tiny(
            corpus,
            "training.schedule=constant",
            "training.warmup_updates=0",
            "training.learning_rate=5", // Far too much: the first validation stays the best.
            "validation.every=4",
            "validation.patience=3");
    Path whole = folder.resolve("whole");
    Path stopped = folder.resolve("stopped");
    TrainingResult expected = Runs.fresh(config, whole);
    assertEquals(TrainingResult.Outcome.EARLY_STOPPED, expected.outcome());
    Runs.stopAfter(4, config, stopped, false);
    Runs.stopAfter(8, config, stopped, true);
    Runs.stopAfter(9, config, stopped, true);
    TrainingResult resumed = Runs.resume(config, stopped);

    assertEquals(expected.updates(), resumed.updates());
    assertEquals(expected.metrics(), resumed.metrics());
    assertEquals(Runs.pointer(whole, "best"), Runs.pointer(stopped, "best"));
    assertSame(whole, stopped, expected.updates());
    TrainingResult again = Runs.resume(config, stopped);
    assertEquals(TrainingResult.Outcome.EARLY_STOPPED, again.outcome());
    assertEquals(expected.updates(), again.updates());
  }

  /** After update 30 the loop asks once, then the validation before each of its batches. */
  @Test
  void stopDuringAValidationEndsItAndIsMadeUpForWhenResumed() throws Exception {
    TrainingConfig config = Runs.tiny(corpus, "validation.every=30");
    Path whole = folder.resolve("whole");
    Path stopped = folder.resolve("stopped");
    TrainingResult expected = Runs.fresh(config, whole);
    Recorder recorder = new Recorder();
    AtomicInteger asked = new AtomicInteger();
    TrainingRequest request =
        new TrainingRequest(
            stopped,
            false,
            Optional.empty(),
            false,
            () -> recorder.lastUpdate() == 30 && asked.incrementAndGet() > 2);
    TrainingResult result = Trainer.run(config, request, recorder);
    assertEquals(TrainingResult.Outcome.INTERRUPTED, result.outcome());
    assertEquals(30, result.updates());
    assertEquals(List.of(), recorder.validations);
    assertEquals(Map.of(), Runs.checkpoint(stopped, 30).provenance().metrics());

    assertEquals(expected.metrics(), Runs.resume(config, stopped).metrics());
    assertSame(whole, stopped, 60);
  }

  @Test
  void stopAfterAValidationIsFollowedByNoUpdate() throws Exception {
    Path stopped = folder.resolve("stopped");
    Recorder recorder = new Recorder();
    TrainingRequest request =
        new TrainingRequest(
            stopped, false, Optional.empty(), false, () -> !recorder.validations.isEmpty());
    TrainingResult result =
        Trainer.run(Runs.tiny(corpus, "validation.every=30"), request, recorder);
    assertEquals(TrainingResult.Outcome.INTERRUPTED, result.outcome());
    assertEquals(30, result.updates());
    assertEquals(1, recorder.validations.size());
  }

  @Test
  void anotherSeedGivesOtherBytes() throws Exception {
    Path other = folder.resolve("other");
    Runs.fresh(Runs.tiny(corpus, "training.seed=2"), other);

    assertFalse(
        Arrays.equals(
            Runs.bytes(through, 60, "model.safetensors"),
            Runs.bytes(other, 60, "model.safetensors")));
  }

  @Test
  void checkpointBehindTheLastPointerIsMadeAnew() throws Exception {
    Path run = folder.resolve("run");
    Runs.fresh(Runs.tiny(corpus), run);
    // As if the kill had come between writing the checkpoint and moving the pointer.
    Files.writeString(run.resolve("last"), "checkpoints/update-30\n");
    Runs.resume(Runs.tiny(corpus), run);

    assertSame(through, run, 60);
    assertEquals("checkpoints/update-60", Runs.pointer(run, "last"));
  }

  @Test
  void firstCheckpointIsFoundEvenIfItsPointerWasNeverWritten() throws Exception {
    Path run = folder.resolve("run");
    Runs.stopAfter(31, Runs.tiny(corpus), run, false);
    Files.delete(run.resolve("last"));
    Runs.resume(Runs.tiny(corpus), run);

    assertSame(through, run, 60);
  }

  private static Process start(long heldAfter, Path run, String... overrides) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:ActiveProcessorCount=1", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(HeldTraining.class.getName());
    command.addAll(List.of(corpus.toString(), run.toString(), Long.toString(heldAfter)));
    command.addAll(List.of(overrides));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static void assertSame(Path expected, Path actual, long update) throws IOException {
    for (String file : List.of("model.safetensors", "training-state.safetensors")) {
      assertArrayEquals(Runs.bytes(expected, update, file), Runs.bytes(actual, update, file), file);
    }
    assertEquals(stateWithoutTime(expected, update), stateWithoutTime(actual, update));
  }

  private static ObjectNode stateWithoutTime(Path run, long update) {
    ObjectNode state = (ObjectNode) Runs.checkpoint(run, update).trainingValues();
    state.remove("seconds");
    return state;
  }
}
