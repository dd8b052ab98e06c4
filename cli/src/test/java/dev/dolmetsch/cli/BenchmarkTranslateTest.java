package dev.dolmetsch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkTranslateTest {
  @TempDir static Path folder;
  private static CommandLineRun benchmark;

  @BeforeAll
  static void measure() throws IOException {
    UselessModel.train(folder, "{beam_size: 2, max_length_factor: 0, max_length_offset: 5}");
    Path input = Files.writeString(folder.resolve("in.en"), "Yes.\nThe dog sleeps.\n\nNo.\n");
    benchmark = run(input, "--workers", "1");
  }

  private static CommandLineRun run(Path input, String... options) {
    String[] words = {
      "benchmark", "translate", "--model", folder.resolve("run").toString(), "--input"
    };
    return CommandLineRun.of(
        Stream.of(words, new String[] {input.toString()}, options)
            .flatMap(Arrays::stream)
            .toArray(String[]::new));
  }

  @Test
  void everyPhaseHasItsShareAndEveryLatencyItsBar() {
    assertEquals(0, benchmark.exitCode(), benchmark.err());
    List<String> lines = benchmark.out().lines().toList();
    for (String phase :
        List.of("encoder", "step: attention", "step: logits", "log-softmax, candidates, beams")) {
      assertTrue(
          lines.stream().anyMatch(line -> line.matches(" +" + phase + " +[0-9.]+ ms +[0-9.]+%")),
          () -> phase + " in\n" + benchmark.out());
    }
    double shares =
        lines.stream()
            .filter(line -> line.matches(".* ms +[0-9.]+%"))
            .mapToDouble(line -> Double.parseDouble(line.replaceAll(".* ([0-9.]+)%", "$1")))
            .sum();
    assertEquals(100, shares, 0.5);
    int sentences =
        lines.stream()
            .filter(line -> line.matches(" +up to +[0-9.]+ ms +[0-9]+( #*)?"))
            .mapToInt(line -> Integer.parseInt(line.replaceAll(".* ms +([0-9]+).*", "$1")))
            .sum();
    assertEquals(3, sentences, "blank lines are not measured");
  }

  @Test
  void theLastLineIsForPrograms() {
    List<String> lines = benchmark.out().lines().toList();
    String[] words = lines.get(lines.size() - 1).split(" ");
    assertEquals(List.of("RESULT", "translate", "run"), List.of(words).subList(0, 3));
    Map<String, String> values = new HashMap<>();
    for (String pair : List.of(words).subList(3, words.length)) {
      int equals = pair.indexOf('=');
      values.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    assertEquals("1", values.get("workers"));
    assertTrue(values.get("kernels").matches("[a-z0-9-]+"), benchmark.out());
    assertEquals("auto", values.get("precision"));
    double[] milliseconds =
        List.of("p50_ms", "p95_ms", "p99_ms").stream()
            .mapToDouble(key -> Double.parseDouble(values.get(key)))
            .toArray();
    assertTrue(0 < milliseconds[0] && milliseconds[0] <= milliseconds[1], benchmark.out());
    assertTrue(milliseconds[1] <= milliseconds[2], benchmark.out());
    double sentences = Double.parseDouble(values.get("sentences_per_second"));
    assertTrue(Double.parseDouble(values.get("target_tokens_per_second")) >= sentences);
    assertTrue(Double.parseDouble(values.get("start_up_s")) >= 0);
  }

  @Test
  void aFileWithoutSentencesIsRefused() throws IOException {
    CommandLineRun refused = run(Files.writeString(folder.resolve("blank.en"), "\n \n"));
    assertEquals(1, refused.exitCode());
    assertTrue(refused.err().contains("there is no sentence to translate"), refused.err());
  }
}
