package dev.dolmetsch.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class TrainingCurvesTest {
  private static String page(String... lines) throws IOException {
    List<JsonNode> entries = new ArrayList<>();
    for (String line : lines) {
      entries.add(new ObjectMapper().readTree(line));
    }
    return TrainingCurves.page(entries);
  }

  private static List<Element> charts(String page) throws Exception {
    List<Element> charts = new ArrayList<>();
    Matcher matcher = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(page);
    while (matcher.find()) {
      charts.add(
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(matcher.group())))
              .getDocumentElement());
    }
    return charts;
  }

  @Test
  void everyCurveHasAPointForEachEntryInsideItsChart() throws Exception {
    String page =
        page(
            "{'update':10,'loss':5.5,'learning_rate':0.001,'target_tokens_per_second':900}"
                .replace('\'', '"'),
            "{'update':20,'loss':4.5,'learning_rate':0.002,'target_tokens_per_second':950}"
                .replace('\'', '"'),
            "{'update':20,'validation':{'loss':4.4,'bleu':0.1,'chrf':10}}".replace('\'', '"'),
            "{'update':40,'validation':{'loss':3.4,'bleu':7.1,'chrf':20}}".replace('\'', '"'));
    List<Element> charts = charts(page);

    assertEquals(4, charts.size());
    int curves = 0;
    for (Element chart : charts) {
      var lines = chart.getElementsByTagName("polyline");
      for (int i = 0; i < lines.getLength(); i++) {
        String[] points = ((Element) lines.item(i)).getAttribute("points").split(" ", -1);
        assertEquals(2, points.length);
        for (String point : points) {
          String[] xy = point.split(",", -1);
          assertTrue(Double.parseDouble(xy[0]) >= 0 && Double.parseDouble(xy[0]) <= 640, point);
          assertTrue(Double.parseDouble(xy[1]) >= 0 && Double.parseDouble(xy[1]) <= 240, point);
        }
        curves++;
      }
    }
    assertEquals(6, curves);
  }

  @Test
  void higherValuesStandHigher() throws Exception {
    Element loss = charts(page("{\"update\":10,\"loss\":9}", "{\"update\":20,\"loss\":3}")).get(0);
    String[] points =
        ((Element) loss.getElementsByTagName("polyline").item(0))
            .getAttribute("points")
            .split(" ", -1);
    double first = Double.parseDouble(points[0].split(",", -1)[1]);
    double last = Double.parseDouble(points[1].split(",", -1)[1]);

    assertTrue(first < last, "y grows downwards");
  }

  @Test
  void singleValidationCanBeSeen() throws Exception {
    Element chart = charts(page("{\"update\":10,\"validation\":{\"bleu\":9}}")).get(0);
    assertEquals(1, chart.getElementsByTagName("circle").getLength());
  }

  @Test
  void equalValuesAndNoValuesMakeNoBrokenNumbers() throws Exception {
    String page = page("{\"update\":10,\"loss\":0}", "{\"update\":20,\"loss\":0}");
    assertEquals(1, charts(page).size());
    assertFalse(page.contains("NaN") || page.contains("Infinity"));
    assertEquals(0, charts(page()).size());
  }

  @Test
  void textOfEntriesNeverReachesThePage() throws Exception {
    String page =
        page("{\"update\":10,\"loss\":\"<script>\",\"<script>\":1,\"validation\":{\"bleu\":1}}");
    assertFalse(page.contains("script"));
  }
}
