package dev.dolmetsch.model.explain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * An explanation as JSON, for programs.
 *
 * <p>Matrices are arrays of rows of float32 values, exact; −∞, the masked score of what may not be
 * seen, is {@code null}, as JSON has no infinity.
 */
public final class ExplanationJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private ExplanationJson() {}

  /** The whole explanation, ending in a line feed. */
  public static String render(Explanation explanation) {
    StringWriter text = new StringWriter();
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(indenter);
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.setPrettyPrinter(printer);
      json.writeStartObject();
      json.writeStringField("source", explanation.source());
      json.writeStringField("translation", explanation.translation());
      strings(json, "source_pieces", explanation.sourcePieces());
      strings(json, "target_pieces", explanation.targetPieces());
      strings(json, "written_pieces", explanation.writtenPieces());
      json.writeBooleanField("truncated", explanation.truncated());
      json.writeArrayFieldStart("heads");
      for (AttentionHead head : explanation.heads()) {
        write(json, head);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // A string has room.
    }
    return text + "\n";
  }

  private static void write(JsonGenerator json, AttentionHead head) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", head.kind().key());
    json.writeNumberField("layer", head.layer());
    json.writeNumberField("head", head.head());
    json.writeBooleanField("causal", head.causal());
    strings(json, "queries", head.queryLabels());
    strings(json, "keys", head.keyLabels());
    matrix(json, "q", head.query());
    matrix(json, "k", head.key());
    matrix(json, "v", head.value());
    matrix(json, "scores", head.scores());
    matrix(json, "masked_scores", head.maskedScores());
    matrix(json, "weights", head.weights());
    matrix(json, "context", head.context());
    json.writeEndObject();
  }

  private static void strings(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  private static void matrix(JsonGenerator json, String name, Matrix matrix) throws IOException {
    json.writeArrayFieldStart(name);
    for (int row = 0; row < matrix.rows(); row++) {
      json.writeStartArray();
      for (int column = 0; column < matrix.columns(); column++) {
        float value = matrix.get(row, column);
        if (Float.isFinite(value)) {
          json.writeNumber(value);
        } else {
          json.writeNull();
        }
      }
      json.writeEndArray();
    }
    json.writeEndArray();
  }
}
