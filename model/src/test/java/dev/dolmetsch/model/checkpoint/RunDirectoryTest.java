package dev.dolmetsch.model.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.checkpoint.RunDirectory.Pointer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunDirectoryTest {
  @TempDir Path folder;

  private Path runs() {
    return folder.resolve("runs").resolve("x");
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  private static String refusal(org.junit.jupiter.api.function.Executable action) {
    String message = assertThrows(DolmetschException.class, action).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  @Test
  void aRunOrAPointerStandsForItsCheckpoint() {
    try (RunDirectory run = RunDirectory.open(runs())) {
      assertTrue(
          refusal(() -> RunDirectory.resolve(runs())).contains("no complete checkpoint yet"));
      Path ten = run.save(10, Examples.model(10));
      Path twenty = run.save(20, Examples.model(20));
      assertEquals(Optional.empty(), run.pointedTo(Pointer.LAST));
      run.point(Pointer.LAST, twenty);
      assertEquals(twenty, RunDirectory.resolve(runs()));
      run.point(Pointer.BEST, ten);
      assertEquals(ten, RunDirectory.resolve(runs()), "the best goes before the last");
      assertEquals(twenty, RunDirectory.resolve(runs().resolve("last")));
      assertEquals(ten, RunDirectory.resolve(ten));
      assertEquals(Optional.of(ten), run.pointedTo(Pointer.BEST));
      assertEquals(20, ModelDirectory.open(runs().resolve("last")).provenance().update());
      assertEquals(List.of(10L, 20L), run.updates());
    }
  }

  @Test
  void aPointerWhoseCheckpointIsGoneIsAsIfItWereNotSet() throws IOException {
    try (RunDirectory run = RunDirectory.open(runs())) {
      run.point(Pointer.BEST, run.save(1, Examples.model(1)));
      run.save(2, Examples.model(2));
      AtomicDirectory.delete(run.checkpoint(1));
      assertEquals(Optional.empty(), run.pointedTo(Pointer.BEST));
      run.prune(List.of(2L), 1, 1);
      assertEquals(List.of(2L), run.updates());
    }
    assertTrue(refusal(() -> RunDirectory.resolve(runs())).contains("no complete checkpoint"));
  }

  @Test
  void aPointerMovesInOneStep() throws IOException {
    try (RunDirectory run = RunDirectory.open(runs())) {
      for (long update = 1; update <= 3; update++) {
        run.point(Pointer.LAST, run.save(update, Examples.model(update)));
      }
      assertEquals(
          "checkpoints/update-3\n",
          Files.readString(runs().resolve("last"), StandardCharsets.UTF_8));
      assertEquals(List.of(".lock", "checkpoints", "last"), names(runs()));
    }
  }

  @Test
  void aRunThatIsMovedStillKnowsItsCheckpoints() throws IOException {
    try (RunDirectory run = RunDirectory.open(runs())) {
      run.point(Pointer.BEST, run.save(1, Examples.model(1)));
    }
    Path moved = folder.resolve("moved");
    Files.move(runs(), moved);
    assertEquals(1, ModelDirectory.open(moved).provenance().update());
  }

  @Test
  void onlyCompleteCheckpointsInsideTheRunCanBePointedTo() {
    try (RunDirectory run = RunDirectory.open(runs())) {
      assertThrows(
          IllegalArgumentException.class, () -> run.point(Pointer.BEST, run.checkpoint(5)));
      Path elsewhere = folder.resolve("elsewhere");
      ModelDirectory.write(elsewhere, Examples.model(1));
      assertThrows(IllegalArgumentException.class, () -> run.point(Pointer.BEST, elsewhere));
      assertThrows(IllegalArgumentException.class, () -> run.checkpoint(-1));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "checkpoints/update-9", "../../elsewhere", "/etc", "a\nb", "\u0000", "ü"})
  void aBrokenPointerIsRefusedByName(String text) throws IOException {
    try (RunDirectory run = RunDirectory.open(runs())) {
      run.save(1, Examples.model(1));
      ModelDirectory.write(folder.resolve("elsewhere"), Examples.model(1));
    }
    Files.writeString(runs().resolve("best"), text, StandardCharsets.UTF_8);
    String message = refusal(() -> RunDirectory.resolve(runs()));
    assertTrue(message.startsWith(runs().resolve("best") + ": "), message);
    Files.write(runs().resolve("best"), new byte[] {(byte) 0xff, 1});
    refusal(() -> RunDirectory.resolve(runs()));
    Files.write(runs().resolve("best"), new byte[10_000]);
    refusal(() -> RunDirectory.resolve(runs()));
  }

  @Test
  void aCheckpointIsReplacedAsAWhole() throws IOException {
    try (RunDirectory run = RunDirectory.open(runs())) {
      run.save(10, Examples.model(10, 1, Map.of()));
      Path replaced = run.save(10, Examples.model(10, 2, Map.of()));
      try (SafetensorsFile file = ModelDirectory.open(replaced).openParameters()) {
        assertEquals(2f, file.floats("a").get(0));
      }
      assertEquals(List.of("update-10"), names(runs().resolve("checkpoints")));
    }
  }

  @Test
  void aFullDiskCostsNoOlderCheckpointNotEvenTheOneToBeReplaced() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.isWritable(full), "this system has no /dev/full, a device without space");
    try (RunDirectory run = RunDirectory.open(runs())) {
      run.save(10, Examples.model(10));
      run.save(20, Examples.model(20));
      AtomicDirectory.Opener opener = file -> FileChannel.open(full, StandardOpenOption.WRITE);
      for (long update : List.of(20L, 30L)) {
        String message = refusal(() -> run.save(update, Examples.model(update), opener));
        assertTrue(message.contains("the disk is full"), message);
      }
      assertEquals(List.of("update-10", "update-20"), names(runs().resolve("checkpoints")));
      run.updates().forEach(update -> ModelDirectory.open(run.checkpoint(update)));
    }
  }

  @Test
  void whatAKilledTrainingLeftIsClearedUpAtTheNextStart() throws IOException {
    Path checkpoints = runs().resolve("checkpoints");
    try (RunDirectory run = RunDirectory.open(runs())) {
      run.point(Pointer.LAST, run.save(10, Examples.model(10)));
      run.save(20, Examples.model(20));
    }
    // Killed while writing 30, while replacing 20 (old one aside, new one not yet in place), after
    // having replaced 10, while deleting, and while moving a pointer.
    Files.createDirectories(checkpoints.resolve(".update-30.partial-1-a"));
    Files.writeString(checkpoints.resolve(".update-30.partial-1-a").resolve("config.yaml"), "x");
    Files.move(checkpoints.resolve("update-20"), checkpoints.resolve(".update-20.aside-1-b"));
    Files.createDirectories(checkpoints.resolve(".update-20.partial-1-b"));
    Files.createDirectories(checkpoints.resolve(".update-10.aside-1-c"));
    Files.writeString(runs().resolve(".last.partial-1-d"), "checkpoi");
    Files.writeString(runs().resolve("notes.txt"), "mine");
    Files.writeString(runs().resolve(".gitignore"), "*");
    try (RunDirectory run = RunDirectory.open(runs())) {
      assertEquals(List.of("update-10", "update-20"), names(checkpoints));
      assertEquals(List.of(10L, 20L), run.updates());
      assertEquals(
          List.of(".gitignore", ".lock", "checkpoints", "last", "notes.txt"), names(runs()));
      assertEquals(20, ModelDirectory.open(run.checkpoint(20)).provenance().update());
    }
  }

  @Test
  void pruningKeepsTheBestTheLatestAndWhatIsPointedTo() {
    try (RunDirectory run = RunDirectory.open(runs())) {
      double[] bleu = {9, 30, 20, 31, 5, 31, Double.NaN};
      for (int i = 0; i < bleu.length; i++) {
        run.save(i, Examples.model(i, 1, Map.of("bleu", bleu[i])));
      }
      run.save(7, Examples.model(7));
      run.point(Pointer.BEST, run.checkpoint(4));
      List<Long> ranked = run.bestFirst("bleu", true, "loss");
      assertEquals(List.of(3L, 5L, 1L, 2L, 0L, 4L), ranked);
      assertEquals(List.of(4L, 0L, 2L, 1L, 3L, 5L), run.bestFirst("bleu", false, "loss"));
      run.prune(ranked, 2, 1);
      assertEquals(List.of(3L, 4L, 5L, 7L), run.updates());
    }
  }

  @Test
  void ofEqualCheckpointsTheOneWithTheLowerLossIsBetter() {
    try (RunDirectory run = RunDirectory.open(runs())) {
      run.save(1, Examples.model(1, 1, Map.of("bleu", 0.0)));
      run.save(2, Examples.model(2, 1, Map.of("bleu", 0.0, "loss", 3.0)));
      run.save(3, Examples.model(3, 1, Map.of("bleu", 0.0, "loss", 2.0)));
      run.save(4, Examples.model(4, 1, Map.of("bleu", 0.0, "loss", 2.0)));
      run.save(5, Examples.model(5, 1, Map.of("bleu", 1.0, "loss", 9.0)));
      assertEquals(List.of(5L, 3L, 4L, 2L, 1L), run.bestFirst("bleu", true, "loss"));
    }
  }

  @Test
  void resumingDiscardsWhatComesAfter() {
    try (RunDirectory run = RunDirectory.open(runs())) {
      for (long update = 1; update <= 5; update++) {
        run.save(update, Examples.model(update));
      }
      run.point(Pointer.LAST, run.checkpoint(2));
      run.point(Pointer.BEST, run.checkpoint(4));
      run.discardAfter(2);
      assertEquals(List.of(1L, 2L, 4L), run.updates());
    }
  }

  @Test
  void twoTrainingsCannotWriteOneRun() {
    try (RunDirectory run = RunDirectory.open(runs())) {
      assertFalse(run.updates().contains(1L));
      String message = refusal(() -> RunDirectory.open(runs()));
      assertTrue(message.startsWith(runs() + ": another training"), message);
      assertTrue(message.contains("process " + ProcessHandle.current().pid()), message);
    }
    RunDirectory.open(runs()).close();
  }

  @Test
  void aRunThatCannotBeMadeIsRefusedByName() throws IOException {
    Files.createDirectories(folder.resolve("runs"));
    Files.writeString(runs(), "a file");
    String message = refusal(() -> RunDirectory.open(runs()));
    assertTrue(message.startsWith(runs() + ": the run folder cannot be made: "), message);
    assertTrue(message.endsWith("; choose another with --run"), message);
    Path proc = Path.of("/proc");
    assumeTrue(Files.isDirectory(proc), "this system has no /proc, where nothing can be made");
    message = refusal(() -> RunDirectory.open(proc.resolve("x")));
    assertTrue(message.startsWith("/proc/x: the run folder cannot be made: "), message);
  }
}
