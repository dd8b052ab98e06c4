package dev.dolmetsch.model.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.decode.SavedModel;
import dev.dolmetsch.model.decode.Translator;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttentionExplainerTest {
  private static final TransformerConfig CONFIG = SavedModel.CONFIG;
  private static final String SENTENCE = "Where is the dog?";

  @TempDir private static Path folder;
  private static Translator translator;
  private static Explanation explanation;

  @BeforeAll
  static void explain() {
    translator = Translator.load(SavedModel.write(folder.resolve("model")));
    explanation = new AttentionExplainer(translator).explain(SENTENCE);
  }

  @AfterAll
  static void close() {
    translator.close();
  }

  @Test
  void everyHeadOfEveryKindIsThere() {
    int blocks = CONFIG.encoderLayers() + 2 * CONFIG.decoderLayers();
    assertEquals(blocks * CONFIG.heads(), explanation.heads().size());
    assertEquals(translator.translate(SENTENCE), explanation.translation());
    assertEquals("</s>", last(explanation.sourcePieces()));
    assertEquals("<s>", explanation.targetPieces().get(0));
    assertEquals("</s>", last(explanation.writtenPieces()));
  }

  private static String last(List<String> pieces) {
    return pieces.get(pieces.size() - 1);
  }

  @Test
  void printedWeightsAndContextFollowFromThePrintedQueriesKeysAndValues() throws Exception {
    JsonNode json = new ObjectMapper().readTree(ExplanationJson.render(explanation));
    assertEquals(explanation.heads().size(), json.get("heads").size());
    for (JsonNode head : json.get("heads")) {
      boolean causal = head.get("kind").asText().equals("decoder_self_attention");
      assertEquals(causal, head.get("causal").asBoolean());
      assertEquals(head.get("queries").size(), head.get("q").size());
      assertEquals(head.get("keys").size(), head.get("k").size());
      assertEquals(CONFIG.headWidth(), head.get("q").get(0).size());
      for (int query = 0; query < head.get("q").size(); query++) {
        checkQuery(head, query, causal);
      }
    }
  }

  /** softmax(QKᵀ/√d_k)V, Vaswani et al. (2017), equation 1, in double precision. */
  private static void checkQuery(JsonNode head, int query, boolean causal) {
    double[] q = row(head, "q", query);
    int keys = head.get("k").size();
    double[] weights = new double[keys];
    double sum = 0;
    for (int key = 0; key < keys; key++) {
      double score = dot(q, row(head, "k", key));
      assertEquals(score, head.get("scores").get(query).get(key).asDouble(), 1e-5);
      JsonNode masked = head.get("masked_scores").get(query).get(key);
      if (causal && key > query) {
        assertTrue(masked.isNull());
      } else {
        double scaled = score / Math.sqrt(q.length);
        assertEquals(scaled, masked.asDouble(), 1e-5);
        weights[key] = Math.exp(scaled);
        sum += weights[key];
      }
    }
    double[] context = new double[q.length];
    for (int key = 0; key < keys; key++) {
      weights[key] /= sum;
      assertEquals(weights[key], head.get("weights").get(query).get(key).asDouble(), 1e-5);
      double[] value = row(head, "v", key);
      for (int i = 0; i < context.length; i++) {
        context[i] += weights[key] * value[i];
      }
    }
    double[] printed = row(head, "context", query);
    for (int i = 0; i < context.length; i++) {
      assertEquals(context[i], printed[i], 1e-5);
    }
  }

  private static double[] row(JsonNode head, String matrix, int row) {
    JsonNode values = head.get(matrix).get(row);
    double[] result = new double[values.size()];
    Arrays.setAll(result, i -> values.get(i).asDouble());
    return result;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Test
  void aLayerAndAHeadCanBeSelected() {
    Explanation selected = explanation.select(OptionalInt.of(0), OptionalInt.of(1));
    assertEquals(
        List.of(
            AttentionKind.ENCODER_SELF, AttentionKind.DECODER_SELF, AttentionKind.DECODER_CROSS),
        selected.heads().stream().map(AttentionHead::kind).toList());
    assertTrue(selected.heads().stream().allMatch(head -> head.head() == 1));
    // The decoder has but one layer.
    assertEquals(2, explanation.select(OptionalInt.of(1), OptionalInt.empty()).heads().size());
  }

  @Test
  void aLayerOrHeadThatIsNotThereIsRefused() {
    assertThrows(
        DolmetschException.class, () -> explanation.select(OptionalInt.of(2), OptionalInt.empty()));
    assertThrows(
        DolmetschException.class,
        () -> explanation.select(OptionalInt.empty(), OptionalInt.of(-1)));
  }

  @Test
  void theHeatMapHasARowForEachQueryAndAColumnForEachKey() {
    Explanation one = explanation.select(OptionalInt.of(0), OptionalInt.of(0));
    List<String> lines = ExplanationText.render(one).lines().toList();
    for (AttentionHead head : one.heads()) {
      int start = lines.indexOf(head.kind().key() + ", layer 0, head 0");
      int firstRow = start + 1 + head.keyLabels().size();
      for (int row = 0; row < head.queryLabels().size(); row++) {
        String line = lines.get(firstRow + row);
        assertTrue(line.startsWith(head.queryLabels().get(row)), line);
        String cells = line.substring(line.indexOf('|') + 1, line.lastIndexOf('|'));
        assertEquals(3 * head.keyLabels().size(), cells.length());
        int hidden = head.causal() ? head.keyLabels().size() - 1 - row : 0;
        assertEquals(2L * hidden, cells.chars().filter(c -> c == '·').count());
      }
    }
  }

  @Test
  void shadesGrowWithTheWeight() {
    assertEquals("  ", ExplanationText.shade(0.01f));
    assertEquals("░░", ExplanationText.shade(0.1f));
    assertEquals("▒▒", ExplanationText.shade(0.3f));
    assertEquals("▓▓", ExplanationText.shade(0.5f));
    assertEquals("██", ExplanationText.shade(1f));
  }

  @Test
  void aClosedTranslatorsTranslationsAreNotExplained() {
    Translator closed = Translator.load(SavedModel.write(folder.resolve("closed")));
    AttentionExplainer explainer = new AttentionExplainer(closed);
    closed.close();
    assertThrows(IllegalStateException.class, () -> explainer.explain(SENTENCE));
  }

  @Test
  void ofALongSentenceWhatIsTranslatedIsWhatIsShown() {
    String sentence = "Where \u65e5 is the dog? ".repeat(200);
    Explanation cut = new AttentionExplainer(translator).explain(sentence);
    assertTrue(cut.truncated());
    List<String> pieces = cut.sourcePieces().subList(0, cut.sourcePieces().size() - 1);
    assertTrue(pieces.size() <= translator.defaultOptions().maxSourceLength(), pieces.toString());
    int[] shown = pieces.stream().mapToInt(translator.subwords()::id).toArray();
    String text = translator.subwords().decode(shown);
    assertArrayEquals(shown, translator.subwords().encode(text));
    assertEquals(translator.translate(text), cut.translation());
  }

  @Test
  void aBlankSentenceIsRefused() {
    AttentionExplainer explainer = new AttentionExplainer(translator);
    assertThrows(DolmetschException.class, () -> explainer.explain("  "));
  }
}
