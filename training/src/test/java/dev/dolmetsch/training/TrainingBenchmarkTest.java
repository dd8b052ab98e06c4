package dev.dolmetsch.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.model.engine.PlanProfile;
import dev.dolmetsch.model.engine.choice.KernelChoice;
import dev.dolmetsch.model.engine.choice.KernelKind;
import dev.dolmetsch.model.engine.choice.Precision;
import dev.dolmetsch.training.config.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingBenchmarkTest {
  private static final int UPDATES = 25;
  private static final int WARMUP = 5;

  @TempDir static Path folder;
  private static TrainingConfig config;
  private static final Recorder recorder = new Recorder();
  private static BenchmarkReport report;

  @BeforeAll
  static void measure() throws IOException {
    Path corpus = SyntheticLanguage.write(Files.createDirectory(folder.resolve("corpus")));
    config = Runs.tiny(corpus, "training.max_updates=30", "training.log_every=10");
    report = TrainingBenchmark.run(config, new BenchmarkOptions(UPDATES, WARMUP), recorder);
  }

  @Test
  void itsUpdatesAreThoseOfTraining() {
    Recorder training = new Recorder();
    Trainer.run(config, TrainingRequest.fresh(folder.resolve("run")), training);
    for (int i = 0; i < 3; i++) {
      assertEquals(training.progress.get(i).update(), recorder.progress.get(i).update());
      assertEquals(training.progress.get(i).loss(), recorder.progress.get(i).loss());
      assertEquals(
          training.progress.get(i).gradientNorm(), recorder.progress.get(i).gradientNorm());
    }
  }

  @Test
  void windowsAreOfTenUpdatesAndTheirMedianIsTheFigure() {
    assertEquals(2, report.windows().size());
    double mean =
        report.windows().stream()
            .mapToDouble(BenchmarkReport.Window::targetTokensPerSecond)
            .average()
            .orElseThrow();
    assertEquals(mean, report.targetTokensPerSecond(), 1e-6);
  }

  @Test
  void targetTokensAreCountedWithoutPadding() throws IOException {
    List<TokenBatch> measured = batches().subList(WARMUP, WARMUP + UPDATES);
    for (int w = 0; w < report.windows().size(); w++) {
      long tokens = 0;
      for (TokenBatch batch : measured.subList(10 * w, 10 * w + 10)) {
        for (int length : batch.targetLengths()) {
          tokens += length;
        }
      }
      assertEquals(tokens, report.windows().get(w).targetTokens());
    }
    assertTrue(
        measured.stream()
            .anyMatch(batch -> batch.targetTokens() < batch.sentences() * batch.targetWidth()));
  }

  /** The batches of the updates before those that are timed kernel by kernel. */
  private static List<TokenBatch> batches() throws IOException {
    Path work = Files.createTempDirectory(folder, "batches");
    KernelChoice kernels = KernelChoice.of(KernelKind.ND4J, Precision.FLOAT32);
    List<TokenBatch> batches = new ArrayList<>();
    try (PreparedData data = PreparedData.of(config, work, Optional.empty(), new Recorder());
        Updater updater = new Updater(config, data, work.resolve("cache"), kernels)) {
      for (int i = 0; i < WARMUP + UPDATES; i++) {
        batches.addAll(updater.nextBatches());
      }
    }
    return batches;
  }

  @Test
  void plansThatTookLongAreCounted() {
    List<PlanProfile.Compilation> compilations =
        List.of(
            new PlanProfile.Compilation(50_000_000, 40_000_000),
            new PlanProfile.Compilation(300_000_000, 60_000_000),
            new PlanProfile.Compilation(4_000_000, 2_000_000),
            new PlanProfile.Compilation(50_500_000, 50_000_000));
    assertEquals(
        new BenchmarkReport.Plans(
            4,
            1,
            new BenchmarkReport.CompileTimes(50.25, 2, 300),
            new BenchmarkReport.CompileTimes(45, 1, 60)),
        BenchmarkReport.Plans.of(compilations, 1));
  }

  @Test
  void phasesAreWithinAnUpdate() {
    BenchmarkReport.Phases phases = report.phases();
    for (double phase :
        List.of(
            phases.data(), phases.forward(), phases.backward(), phases.sum(), phases.optimizer())) {
      assertTrue(phase > 0, "" + phases);
      assertTrue(phase < phases.update(), "" + phases);
    }
    assertTrue(report.productShare() > 0 && report.productShare() < 1, "" + report.productShare());
  }

  @Test
  void plansAreThoseOfAllWorkers() throws IOException {
    BenchmarkReport.Plans plans = report.plans();
    Set<List<Integer>> shapes = new HashSet<>();
    int workers = config.training().shards();
    assertTrue(workers > 1);
    for (TokenBatch batch : batches()) {
      List<TokenBatch> shards = batch.shards(workers);
      for (int w = 0; w < shards.size(); w++) {
        TokenBatch shard = shards.get(w);
        shapes.add(List.of(w, shard.sentences(), shard.sourceWidth(), shard.targetWidth()));
      }
    }
    // Some of them twice: a plan that needs more memory than there is moves what others lie in.
    assertTrue(plans.compiled() >= shapes.size(), plans + ", shapes: " + shapes.size());
    assertTrue(plans.compiled() < 2 * shapes.size(), plans + ", shapes: " + shapes.size());
    assertTrue(plans.compiledWhileMeasured() < plans.compiled(), "" + plans);
    for (BenchmarkReport.CompileTimes times : List.of(plans.passed(), plans.computing())) {
      assertTrue(times.median() > 0, "" + plans);
      assertTrue(times.max() >= times.median(), "" + plans);
      assertTrue(times.slow() <= plans.compiled(), "" + plans);
    }
  }

  @Test
  void theProfileIsOfOneWorker() {
    assertFalse(report.profile().isEmpty());
    assertTrue(report.profile().stream().anyMatch(PlanProfile.Line::product));
    assertTrue(report.profile().stream().anyMatch(PlanProfile.Line::backward));
    assertTrue(report.profile().stream().allMatch(line -> line.runs() <= report.profiledUpdates()));
  }

  @Test
  void memoryIsLookedAtBeforeDuringAndAfter() {
    BenchmarkReport.Memory memory = report.memory();
    if (memory.peakBytes().isPresent()) {
      assertEquals(
          List.of(0, 2, 12, 25),
          memory.samples().stream().map(BenchmarkReport.Memory.Sample::updates).toList());
      for (BenchmarkReport.Memory.Sample sample : memory.samples()) {
        assertTrue(sample.bytes() <= memory.peakBytes().getAsLong(), "" + memory);
      }
    }
  }

  @Test
  void whereTheSystemDoesNotTellTheMemoryTheReportSaysSo() {
    BenchmarkReport silent =
        withMemory(new BenchmarkReport.Memory(OptionalLong.empty(), List.of()));
    assertTrue(silent.resultLine("x").contains(" peak_rss_mib=unknown "), silent.resultLine("x"));
    assertTrue(
        silent
            .summary()
            .contains("resident memory: this system has no /proc/self/status to read it from"));
  }

  @Test
  void memoryAfterOneUpdateStandsBelowThatAfterSeveral() {
    List<BenchmarkReport.Memory.Sample> samples =
        List.of(
            new BenchmarkReport.Memory.Sample(1, 2 << 20),
            new BenchmarkReport.Memory.Sample(10, 3 << 20));
    List<String> summary =
        withMemory(new BenchmarkReport.Memory(OptionalLong.of(3 << 20), samples)).summary();
    assertTrue(
        summary.containsAll(
            List.of(
                "resident memory after       1 measured update:        2 MiB",
                "resident memory after      10 measured updates:       3 MiB")),
        "" + summary);
  }

  private static BenchmarkReport withMemory(BenchmarkReport.Memory memory) {
    return new BenchmarkReport(
        report.config(),
        report.options(),
        report.setup(),
        report.windows(),
        report.phases(),
        report.productShare(),
        report.plans(),
        memory,
        report.profile(),
        report.profiledUpdates());
  }

  @Test
  void aLossThatIsNotFiniteIsNotMeasured() {
    // A decay of 1 at a rate of 10 multiplies every matrix by −9 with each update.
    TrainingConfig wild =
        config.with(
            "training.optimizer=adamw",
            "training.weight_decay=1",
            "training.schedule=constant",
            "training.warmup_updates=0",
            "training.learning_rate=10");
    BenchmarkOptions options = new BenchmarkOptions(1_000, 0);
    String message =
        assertThrows(
                DolmetschException.class,
                () -> TrainingBenchmark.run(wild, options, TrainingListener.silent()))
            .getMessage();
    assertTrue(message.contains("training.learning_rate"), message);
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
    assertEquals(2, Median.of(DoubleStream.of(3, 1, 2)));
    assertEquals(2.5, Median.of(DoubleStream.of(4, 1, 3, 2)));
    assertEquals(0, Median.of(DoubleStream.empty()));
  }
}
