package dev.dolmetsch.training;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A page with a run's curves as inline SVG; it needs nothing but a browser. */
final class TrainingCurves {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 240;
  private static final int LEFT = 60;
  private static final int BOTTOM = 30;
  private static final int TOP = 12;

  private TrainingCurves() {}

  private record Point(double x, double y) {}

  private record Curve(String label, String colour, List<Point> points) {}

  /** The page for the entries of {@code metrics.jsonl}. */
  static String page(List<JsonNode> entries) {
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n");
    page.append("<title>Training curves</title>\n<style>\n");
    page.append("body{font:15px system-ui,sans-serif;max-width:44em;margin:2em auto}\n");
    page.append("svg{width:100%;background:#fafafa}text{font-size:11px;fill:#444}\n</style>\n");
    page.append("<h1>Training curves</h1>\n");
    chart(
        page,
        "Loss per target token (nats)",
        new Curve("training", "#1f77b4", curve(entries, "loss")),
        new Curve("validation", "#d62728", curve(entries, "validation", "loss")));
    chart(
        page,
        "Translation quality on the validation sample",
        new Curve("BLEU", "#2ca02c", curve(entries, "validation", "bleu")),
        new Curve("chrF", "#9467bd", curve(entries, "validation", "chrf")));
    chart(
        page,
        "Learning rate",
        new Curve("learning rate", "#8c564b", curve(entries, "learning_rate")));
    chart(
        page,
        "Target tokens per second",
        new Curve("tokens/s", "#7f7f7f", curve(entries, "target_tokens_per_second")));
    return page.append("</html>\n").toString();
  }

  private static List<Point> curve(List<JsonNode> entries, String... path) {
    List<Point> points = new ArrayList<>();
    for (JsonNode entry : entries) {
      JsonNode value = entry;
      for (String key : path) {
        value = value.path(key);
      }
      if (value.isNumber()) {
        points.add(new Point(entry.path("update").asDouble(), value.asDouble()));
      }
    }
    return points;
  }

  private static void chart(StringBuilder page, String title, Curve... curves) {
    double maxX = 1;
    double minY = Double.POSITIVE_INFINITY;
    double maxY = Double.NEGATIVE_INFINITY;
    for (Curve curve : curves) {
      for (Point point : curve.points()) {
        maxX = Math.max(maxX, point.x());
        minY = Math.min(minY, point.y());
        maxY = Math.max(maxY, point.y());
      }
    }
    if (minY > maxY) {
      return;
    }
    double span = maxY > minY ? maxY - minY : Math.max(1e-9, Math.abs(maxY));
    page.append("<h2>").append(title).append("</h2>\n");
    page.append(format("<svg viewBox=\"0 0 %d %d\" role=\"img\">\n", WIDTH, HEIGHT));
    for (int tick = 0; tick <= 4; tick++) {
      double y = HEIGHT - BOTTOM - tick * (HEIGHT - BOTTOM - TOP) / 4.0;
      page.append(
          format(
              "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>\n",
              LEFT, WIDTH, y, y));
      page.append(
          format("<text x=\"4\" y=\"%.1f\">%s</text>\n", y + 4, number(minY + span * tick / 4)));
    }
    page.append(
        format(
            "<text x=\"%d\" y=\"%d\">0</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">update"
                + " %.0f</text>\n",
            LEFT, HEIGHT - 8, WIDTH - 4, HEIGHT - 8, maxX));
    int legend = LEFT + 8;
    for (Curve curve : curves) {
      if (curve.points().isEmpty()) {
        continue;
      }
      StringBuilder line = new StringBuilder();
      for (Point point : curve.points()) {
        double x = LEFT + point.x() / maxX * (WIDTH - LEFT - 8);
        double y = HEIGHT - BOTTOM - (point.y() - minY) / span * (HEIGHT - BOTTOM - TOP);
        line.append(format("%.1f,%.1f ", x, y));
        if (curve.points().size() == 1) { // A line of one point cannot be seen.
          page.append(
              format(
                  "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" fill=\"%s\"/>\n",
                  x, y, curve.colour()));
        }
      }
      page.append(
          format(
              "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"%s\"/>\n",
              curve.colour(), line.toString().strip()));
      page.append(
          format(
              "<text x=\"%d\" y=\"%d\" style=\"fill:%s\">%s</text>\n",
              legend, TOP + 10, curve.colour(), curve.label()));
      legend += 20 + 7 * curve.label().length();
    }
    page.append("</svg>\n");
  }

  private static String number(double value) {
    return Math.abs(value) >= 0.01 && Math.abs(value) < 1e6
        ? format("%.4g", value)
        : format("%.2e", value);
  }

  private static String format(String pattern, Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }
}
