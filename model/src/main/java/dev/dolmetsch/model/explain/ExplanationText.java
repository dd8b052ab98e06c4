package dev.dolmetsch.model.explain;

import java.util.ArrayList;
import java.util.List;

/**
 * An explanation as text, for people: a heat map of every head's weights, drawn in five shades of
 * block characters, without colours.
 */
public final class ExplanationText {
  /** From which weight on a shade is used. */
  private static final float[] FROM = {0.05f, 0.2f, 0.4f, 0.7f};

  private static final String[] SHADES = {"  ", "░░", "▒▒", "▓▓", "██"};
  private static final String HIDDEN = "··";
  private static final String LEGEND =
      "weights: ░░ from 0.05, ▒▒ from 0.2, ▓▓ from 0.4, ██ from 0.7; ·· may not be seen";

  private ExplanationText() {}

  /** The sentence, its translation and a heat map of each head, ending in a line feed. */
  public static String render(Explanation explanation) {
    StringBuilder text = new StringBuilder();
    text.append("source:      ").append(explanation.source()).append('\n');
    text.append("translation: ").append(explanation.translation()).append('\n');
    text.append(LEGEND).append('\n');
    for (AttentionHead head : explanation.heads()) {
      text.append('\n').append(render(head, rowLabels(explanation, head)));
    }
    return text.toString();
  }

  /** A decoder's row is about what it reads and what it writes next. */
  private static List<String> rowLabels(Explanation explanation, AttentionHead head) {
    if (head.kind() == AttentionKind.ENCODER_SELF) {
      return head.queryLabels();
    }
    List<String> labels = new ArrayList<>();
    for (int row = 0; row < head.queryLabels().size(); row++) {
      labels.add(head.queryLabels().get(row) + " → " + explanation.writtenPieces().get(row));
    }
    return labels;
  }

  private static String render(AttentionHead head, List<String> rowLabels) {
    StringBuilder text = new StringBuilder();
    text.append(head.kind().key()).append(", layer ").append(head.layer());
    text.append(", head ").append(head.head()).append('\n');
    int labelWidth = rowLabels.stream().mapToInt(ExplanationText::width).max().orElse(0);
    columnLabels(text, labelWidth, head.keyLabels());
    for (int row = 0; row < rowLabels.size(); row++) {
      pad(text, rowLabels.get(row), labelWidth);
      text.append(" |");
      for (int column = 0; column < head.keyLabels().size(); column++) {
        boolean hidden = Float.isInfinite(head.maskedScores().get(row, column));
        text.append(hidden ? HIDDEN : shade(head.weights().get(row, column)));
        text.append(' ');
      }
      text.append("|\n");
    }
    return text.toString();
  }

  /** The keys' labels, each in a line of its own that leads down to its column. */
  private static void columnLabels(StringBuilder text, int labelWidth, List<String> labels) {
    for (int line = labels.size() - 1; line >= 0; line--) {
      text.append(" ".repeat(labelWidth + 2));
      for (int column = 0; column < line; column++) {
        text.append("│  ");
      }
      text.append(labels.get(line)).append('\n');
    }
  }

  static String shade(float weight) {
    int shade = 0;
    while (shade < FROM.length && weight >= FROM[shade]) {
      shade++;
    }
    return SHADES[shade];
  }

  private static void pad(StringBuilder text, String label, int width) {
    text.append(label).append(" ".repeat(width - width(label)));
  }

  private static int width(String label) {
    return label.codePointCount(0, label.length());
  }
}
