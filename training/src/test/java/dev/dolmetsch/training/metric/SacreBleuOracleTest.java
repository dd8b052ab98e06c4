package dev.dolmetsch.training.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every BLEU and chrF figure that sacreBLEU gave for the shared cases. */
class SacreBleuOracleTest {

  private static final double TOLERANCE = 1e-6;

  @TestFactory
  List<DynamicNode> everyFigureIsSacreBleus() throws IOException {
    Path folder = Path.of(System.getProperty("dolmetsch.shared", ""), "oracle", "bleu");
    if (!Files.isDirectory(folder)) {
      // An assumption that fails out here would leave no trace in the report.
      return List.of(
          dynamicTest("oracle", () -> abort("skipped: no sacreBLEU oracle at " + folder)));
    }
    try (Stream<Path> entries = Files.list(folder)) {
      List<DynamicNode> cases =
          entries
              .filter(entry -> Files.exists(entry.resolve("expected.json")))
              .sorted()
              .map(SacreBleuOracleTest::testsOf)
              .toList();
      assertFalse(cases.isEmpty(), "no case in " + folder);
      return cases;
    }
  }

  private static DynamicNode testsOf(Path folder) {
    return dynamicContainer(
        folder.getFileName().toString(),
        Stream.of(
            dynamicTest("corpus BLEU", () -> Case.read(folder).checkCorpusBleu()),
            dynamicTest("sentence BLEU", () -> Case.read(folder).checkSentenceBleu()),
            dynamicTest("corpus chrF", () -> Case.read(folder).checkCorpusChrf()),
            dynamicTest("sentence chrF", () -> Case.read(folder).checkSentenceChrf()),
            dynamicTest("tokenized lines", () -> Case.read(folder).checkTokenizedLines())));
  }

  private record Case(List<String> hypotheses, List<List<String>> references, JsonNode expected) {

    static Case read(Path folder) throws IOException {
      JsonNode expected = new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
      List<List<String>> references = new ArrayList<>();
      for (JsonNode name : expected.get("refs")) {
        references.add(SegmentFile.read(folder.resolve(name.asText())));
      }
      List<String> hypotheses = SegmentFile.read(folder.resolve(expected.get("hyp").asText()));
      assertEquals(expected.get("lines").asInt(), hypotheses.size(), "lines");
      return new Case(hypotheses, references, expected);
    }

    void checkCorpusBleu() {
      for (JsonNode entry : entries("bleu")) {
        BleuScore score = new Bleu(bleuOptions(entry)).corpus(hypotheses, references);
        String what = entry.get("params").toString();
        assertEquals(signature(entry), score.signature(), what);
        assertEquals(entry.get("score").asDouble(), score.score(), TOLERANCE, what);
        assertSame(entry.get("precisions"), score.precisions(), what + " precisions");
        assertEquals(entry.get("bp").asDouble(), score.bp(), TOLERANCE, what + " bp");
        assertEquals(entry.get("sys_len").asLong(), score.sysLen(), what + " sys_len");
        assertEquals(entry.get("ref_len").asLong(), score.refLen(), what + " ref_len");
        assertSame(entry.get("counts"), score.counts(), what + " counts");
        assertSame(entry.get("totals"), score.totals(), what + " totals");
        assertEquals(entry.get("verbose").asText(), score.toString(), what);
      }
    }

    void checkSentenceBleu() {
      for (JsonNode entry : entries("sentence_bleu")) {
        Bleu bleu = new Bleu(bleuOptions(entry));
        for (int i = 0; i < entry.get("scores").size(); i++) {
          BleuScore score = bleu.sentence(hypotheses.get(i), referencesOf(i));
          String what = entry.get("params") + " line " + (i + 1);
          assertEquals(entry.get("scores").get(i).asDouble(), score.score(), TOLERANCE, what);
          assertEquals(signature(entry), score.signature(), what);
        }
      }
    }

    void checkCorpusChrf() {
      for (JsonNode entry : entries("chrf")) {
        ChrfScore score = new Chrf(chrfOptions(entry)).corpus(hypotheses, references);
        String what = entry.get("params").toString();
        assertEquals(entry.get("score").asDouble(), score.score(), TOLERANCE, what);
        assertEquals(entry.get("name").asText(), score.name(), what);
        assertEquals(signature(entry), score.signature(), what);
      }
    }

    void checkSentenceChrf() {
      for (JsonNode entry : entries("sentence_chrf")) {
        Chrf chrf = new Chrf(chrfOptions(entry));
        for (int i = 0; i < entry.get("scores").size(); i++) {
          ChrfScore score = chrf.sentence(hypotheses.get(i), referencesOf(i));
          String what = entry.get("params") + " line " + (i + 1);
          assertEquals(entry.get("scores").get(i).asDouble(), score.score(), TOLERANCE, what);
          assertEquals(signature(entry), score.signature(), what);
        }
      }
    }

    void checkTokenizedLines() {
      checkTokenizedLines(expected.get("tokenized_hyp_first_lines"), hypotheses);
      checkTokenizedLines(expected.get("tokenized_ref0_first_lines"), references.get(0));
    }

    private static void checkTokenizedLines(JsonNode tokenized, List<String> lines) {
      for (String code : List.of("13a", "intl", "char")) {
        BleuTokenizer tokenizer = BleuTokenizer.of(code);
        assertFalse(tokenized.get(code).isEmpty(), code + " has no lines");
        for (int i = 0; i < tokenized.get(code).size(); i++) {
          assertEquals(
              tokenized.get(code).get(i).asText(),
              tokenizer.tokenize(lines.get(i)),
              code + " line " + (i + 1));
        }
      }
    }

    private JsonNode entries(String key) {
      JsonNode entries = expected.get(key);
      assertFalse(entries.isEmpty(), key + " has no entries");
      return entries;
    }

    private List<String> referencesOf(int line) {
      return references.stream().map(stream -> stream.get(line)).toList();
    }

    private static void assertSame(JsonNode expected, List<Double> actual, String what) {
      assertEquals(expected.size(), actual.size(), what);
      for (int i = 0; i < actual.size(); i++) {
        assertEquals(expected.get(i).asDouble(), actual.get(i), TOLERANCE, what);
      }
    }

    private static String signature(JsonNode entry) {
      return entry.get("signature").asText() + "+dolmetsch";
    }

    private static BleuOptions bleuOptions(JsonNode entry) {
      JsonNode params = entry.get("params");
      String method = params.get("smooth_method").asText();
      JsonNode value = params.get("smooth_value");
      return new BleuOptions(
          BleuTokenizer.of(params.get("tokenize").asText()),
          params.get("lowercase").asBoolean(),
          value.isNull() ? Smoothing.of(method) : Smoothing.of(method, value.asDouble()),
          params.get("effective_order").asBoolean(),
          params.get("max_ngram_order").asInt());
    }

    private static ChrfOptions chrfOptions(JsonNode entry) {
      JsonNode params = entry.get("params");
      return new ChrfOptions(
          params.get("char_order").asInt(),
          params.get("word_order").asInt(),
          params.get("beta").asInt(),
          params.get("lowercase").asBoolean(),
          params.get("whitespace").asBoolean(),
          params.get("eps_smoothing").asBoolean());
    }
  }
}
