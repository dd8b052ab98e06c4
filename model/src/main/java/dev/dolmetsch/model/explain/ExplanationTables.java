package dev.dolmetsch.model.explain;

import java.util.List;
import java.util.Locale;

/**
 * An explanation as tables of numbers, for people who follow the computation step by step: Q, K, V,
 * scores, scaled and masked scores, weights and context vectors of each head, a row for each piece.
 */
public final class ExplanationTables {
  private ExplanationTables() {}

  /** All matrices of each head, in the order in which they are computed. */
  public static String render(Explanation explanation) {
    StringBuilder text = new StringBuilder();
    text.append("source:      ").append(explanation.source()).append('\n');
    text.append("translation: ").append(explanation.translation()).append('\n');
    for (AttentionHead head : explanation.heads()) {
      render(text, head);
    }
    return text.toString();
  }

  private static void render(StringBuilder text, AttentionHead head) {
    List<String> queries = head.queryLabels();
    List<String> keys = head.keyLabels();
    text.append("\n== ").append(head.kind().key()).append(", layer ").append(head.layer());
    text.append(", head ").append(head.head()).append(" ==\n");
    vectors(text, "Q", queries, head.query());
    vectors(text, "K", keys, head.key());
    vectors(text, "V", keys, head.value());
    scores(text, "scores QKᵀ", queries, keys, head.scores());
    String scaled = "scaled by 1/√" + head.query().columns() + " and masked";
    scores(text, scaled, queries, keys, head.maskedScores());
    scores(text, "weights, the softmax of each row", queries, keys, head.weights());
    vectors(text, "context, weights · V", queries, head.context());
  }

  private static void vectors(StringBuilder text, String title, List<String> labels, Matrix rows) {
    title(text, title, rows);
    values(text, labels, rows, labelWidth(labels), 7);
  }

  private static void scores(
      StringBuilder text, String title, List<String> queries, List<String> keys, Matrix rows) {
    title(text, title, rows);
    int labelWidth = labelWidth(queries);
    int columnWidth = Math.max(8, labelWidth(keys));
    pad(text, "", labelWidth);
    for (String key : keys) {
      text.append(' ').append(" ".repeat(columnWidth - width(key))).append(key);
    }
    text.append('\n');
    values(text, queries, rows, labelWidth, columnWidth);
  }

  private static void title(StringBuilder text, String title, Matrix rows) {
    text.append('\n').append(title);
    text.append(" [").append(rows.rows()).append(", ").append(rows.columns()).append("]\n");
  }

  private static void values(
      StringBuilder text, List<String> labels, Matrix rows, int labelWidth, int columnWidth) {
    for (int row = 0; row < rows.rows(); row++) {
      pad(text, labels.get(row), labelWidth);
      for (int column = 0; column < rows.columns(); column++) {
        float value = rows.get(row, column);
        String number =
            value == Float.NEGATIVE_INFINITY ? "-∞" : String.format(Locale.ROOT, "%.3f", value);
        text.append(' ').append(" ".repeat(Math.max(0, columnWidth - number.length())));
        text.append(number);
      }
      text.append('\n');
    }
  }

  private static int labelWidth(List<String> labels) {
    return labels.stream().mapToInt(ExplanationTables::width).max().orElse(0);
  }

  private static int width(String label) {
    return label.codePointCount(0, label.length());
  }

  private static void pad(StringBuilder text, String label, int width) {
    text.append(label).append(" ".repeat(width - width(label)));
  }
}
