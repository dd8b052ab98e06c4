package dev.dolmetsch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkTrainTest {
  private static final Pattern RESULT =
      Pattern.compile(
          "RESULT train smallest target_tokens_per_second=[0-9]+( [a-z_]+=[a-z0-9._-]+)+");

  @TempDir static Path folder;
  private static Path config;
  private static CommandLineRun benchmark;

  @BeforeAll
  static void measure() throws IOException {
    config =
        Files.writeString(
            folder.resolve("benchmark-smallest.yaml"),
            """
            data: {corpus: bundled, bundled: {pairs: 1000}}
            subword: {vocabulary_size: 200}
            model: {encoder_layers: 1, decoder_layers: 1, model_width: 8, heads: 2, feed_forward_width: 8}
            training: {tokens_per_batch: 256, shards: 2}
            """);
    benchmark = run("--updates", "4", "--warmup", "1", "--set", "training.shards=1");
  }

  private static CommandLineRun run(String... options) {
    List<String> words =
        new ArrayList<>(List.of("benchmark", "train", "--config", config.toString()));
    words.addAll(List.of(options));
    return CommandLineRun.of(words.toArray(String[]::new));
  }

  @Test
  void theLastLineIsForPrograms() {
    assertEquals(0, benchmark.exitCode(), benchmark.err());
    List<String> lines = benchmark.out().lines().toList();
    String last = lines.get(lines.size() - 1);
    assertTrue(RESULT.matcher(last).matches(), last);
    assertTrue(last.contains(" shards=1 "), last);
    assertTrue(last.contains(" updates=4"), last);
    for (String key : List.of("ms_per_update", "peak_rss_mib", "kernels", "precision", "threads")) {
      assertTrue(last.contains(" " + key + "="), last);
    }
    assertEquals(1, lines.stream().filter(line -> line.startsWith("RESULT")).count());
  }

  @Test
  void everyPhaseHasItsTime() {
    for (String phase : List.of("data", "forward", "backward", "sum", "optimizer", "update")) {
      assertTrue(
          benchmark
              .out()
              .lines()
              .anyMatch(line -> line.matches(" +" + phase + " +[0-9]+\\.[0-9]+")),
          () -> phase + " in\n" + benchmark.out());
    }
    assertTrue(benchmark.out().contains("kernels: "), benchmark.out());
    assertTrue(benchmark.out().contains("products: "), benchmark.out());
  }

  @Test
  void progressGoesToStandardError() {
    assertTrue(benchmark.err().contains("target tokens/s"), benchmark.err());
    assertTrue(benchmark.err().contains("1 shards on 1 threads"), benchmark.err());
  }

  @Test
  void thePlanIsATableOfItsSteps() {
    CommandLineRun explained = run("--updates", "1", "--warmup", "0", "--explain-plan");
    assertEquals(0, explained.exitCode(), explained.err());
    List<String> lines = explained.out().lines().toList();
    String heading = " +op +kernel +bytes +µs +% +shapes";
    assertEquals(1, lines.stream().filter(line -> line.matches(heading)).count(), explained.out());
    assertTrue(lines.stream().anyMatch(line -> line.matches(" +1 +.*\\[.*\\] -> .*\\[.*\\]")));
    assertTrue(lines.stream().anyMatch(line -> line.matches("all +[0-9]+ +[0-9.]+ +100.0")));
    assertTrue(lines.get(lines.size() - 1).startsWith("RESULT train smallest "));
    assertTrue(benchmark.out().lines().noneMatch(line -> line.matches(heading)));
  }

  @Test
  void withoutAFolderForTheCorpusItSaysSo() {
    CommandLineRun noFolder = run("--set", "data.corpus=files");
    assertEquals(2, noFolder.exitCode());
    assertEquals("", noFolder.out());
    assertEquals(1, noFolder.err().lines().count(), noFolder.err());
    assertTrue(noFolder.err().contains("--data"), noFolder.err());
  }

  @Test
  void aConfigurationThatCannotBeReadIsAFailureInOneLine() {
    CommandLineRun missing =
        CommandLineRun.of("benchmark", "train", "--config", "nowhere.yaml", "--data", ".");
    assertEquals(1, missing.exitCode());
    assertEquals(1, missing.err().lines().count(), missing.err());
    assertTrue(missing.err().contains("nowhere.yaml"), missing.err());
  }
}
