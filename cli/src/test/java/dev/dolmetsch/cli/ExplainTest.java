package dev.dolmetsch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The explain verb, on an encoder of one layer and a decoder of two. */
class ExplainTest {
  @Test
  void anExplanationShowsTheChosenHeadOfEachKindOfAttention() throws IOException {
    CommandLineRun explanation =
        CommandLineRun.of(
            "explain",
            "--model",
            TinyRun.PATH,
            "--layer",
            "0",
            "--head",
            "1",
            "--json",
            "The dog sleeps.");
    assertEquals(0, explanation.exitCode(), explanation.err());
    JsonNode heads = new ObjectMapper().readTree(explanation.out()).get("heads");
    assertEquals(3, heads.size());
    heads.forEach(head -> assertEquals(1, head.get("head").asInt()));
  }

  private static String explain(String... options) {
    CommandLineRun explanation =
        CommandLineRun.of(
            Stream.concat(
                    Stream.of("explain", "--model", TinyRun.PATH, "The dog sleeps."),
                    Stream.of(options))
                .toArray(String[]::new));
    assertEquals(0, explanation.exitCode(), explanation.err());
    return explanation.out();
  }

  /** The encoder has one layer and the decoder two. */
  @Test
  void anExplanationIsTablesOfTheLastLayersFirstHeads() {
    String tables = explain();
    List<String> headings = tables.lines().filter(line -> line.startsWith("==")).toList();
    assertEquals(
        List.of(
            "== encoder_self_attention, layer 0, head 0 ==",
            "== decoder_self_attention, layer 1, head 0 ==",
            "== decoder_cross_attention, layer 1, head 0 =="),
        headings);
    for (String title : List.of("Q", "K", "V", "scores", "scaled", "weights", "context")) {
      long count =
          tables.lines().filter(line -> line.matches(title + "\\b.* \\[\\d+, \\d+]")).count();
      assertEquals(3, count, title + "\n" + tables);
    }
    assertFalse(tables.contains("██"), tables);
  }

  @Test
  void asTextAnExplanationIsAHeatMapOfEachHeadOfTheLastLayers() {
    String maps = explain("--text");
    List<String> headings = maps.lines().filter(line -> line.contains(", head ")).toList();
    assertEquals(6, headings.size(), maps);
    assertEquals("encoder_self_attention, layer 0, head 0", headings.get(0));
    assertEquals("decoder_cross_attention, layer 1, head 1", headings.get(5));
    assertTrue(maps.lines().anyMatch(line -> line.matches(".* \\|.*[░▒▓█]{2}.*\\|")), maps);
    assertFalse(maps.contains("QKᵀ"), maps);
  }

  @Test
  void asJsonAnExplanationHasAllHeadsOfAllLayers() throws IOException {
    JsonNode heads = new ObjectMapper().readTree(explain("--json")).get("heads");
    assertEquals(2 * (1 + 2 + 2), heads.size());
  }

  @Test
  void jsonAndHeatMapsAtOnceAreRefused() {
    CommandLineRun both =
        CommandLineRun.of(
            "explain", "--model", TinyRun.PATH, "--json", "--text", "The dog sleeps.");
    assertEquals(2, both.exitCode());
    assertTrue(both.err().contains("--json and --text"), both.err());
  }

  /** Picocli would take it for the name of a file with options. */
  @Test
  void aSentenceMayBeginWithAnAtSign() throws IOException {
    CommandLineRun explanation =
        CommandLineRun.of("explain", "--model", TinyRun.PATH, "--json", "@@ Yes.");
    assertEquals(0, explanation.exitCode(), explanation.err());
    CommandLineRun other =
        CommandLineRun.of("explain", "--model", TinyRun.PATH, "--json", "@ Yes.");
    assertFalse(explanation.out().equals(other.out()));
  }

  @Test
  void aSentenceThatBeginsWithADashIsToldFromAnOption() {
    CommandLineRun dash = CommandLineRun.of("explain", "--model", TinyRun.PATH, "- Yes.");
    assertEquals(2, dash.exitCode());
    assertTrue(dash.err().contains("put -- before a sentence"), dash.err());
    CommandLineRun two =
        CommandLineRun.of("explain", "--model", TinyRun.PATH, "The dog.", "A cat sleeps.");
    assertEquals(2, two.exitCode());
    assertFalse(two.err().contains("put --"), two.err());
    assertTrue(two.err().contains("in quotes"), two.err());
    assertEquals(
        0, CommandLineRun.of("explain", "--model", TinyRun.PATH, "--", "- Yes.").exitCode());
  }
}
