package dev.dolmetsch.training.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.NormPosition;
import dev.dolmetsch.model.ParameterLayout;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.config.YamlBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in configs/ and docs/configuration.md say what the records say. */
class ConfigurationFilesTest {
  private static final Path ROOT = Path.of(System.getProperty("dolmetsch.root", ".."));
  private static final Path REFERENCE = ROOT.resolve("configs/reference.yaml");

  /** Alternatives that cannot stand beside what the reference has, and what a null stands for. */
  private static final List<String> NOT_IN_REFERENCE =
      List.of(
          "data.train.tsv",
          "data.validation.tsv",
          "data.test.english",
          "data.test.german",
          "data.test.tsv");

  @Test
  void theReferenceHasTheDefaults() {
    assertEquals(TrainingConfig.defaults(), TrainingConfig.read(REFERENCE, List.of()));
  }

  @Test
  void theReferenceHasEveryKeyInOrder() throws IOException {
    List<String> expected = new ArrayList<>(YamlBinding.keys(TrainingConfig.class));
    expected.removeAll(NOT_IN_REFERENCE);
    expected.add(expected.indexOf("data.bundled.seed"), "data.test");
    assertEquals(expected, dottedKeys(Files.readAllLines(REFERENCE)));
  }

  @Test
  void theReferenceExplainsEachKeyThatItsNameDoesNot() throws IOException {
    List<String> lines = Files.readAllLines(REFERENCE);
    for (String alternative : List.of("tsv", "bundled:", "adamw", "gelu", "post:", "chrf")) {
      assertTrue(
          lines.stream()
              .anyMatch(line -> line.strip().startsWith("#") && line.contains(alternative)),
          () -> "no comment of reference.yaml mentions " + alternative);
    }
  }

  @Test
  void theDocumentHasATableRowForEveryKeyAndNoOther() throws IOException {
    assertEquals(
        YamlBinding.keys(TrainingConfig.class), List.copyOf(documentedDefaults().keySet()));
  }

  @Test
  void theDocumentHasTheDefaults() throws IOException {
    List<String> assignments = new ArrayList<>();
    documentedDefaults()
        .forEach(
            (key, value) -> {
              if (!value.startsWith("–")) {
                assignments.add(key + "=" + value);
              }
            });
    // Read into a configuration whose values all differ, a wrong default could not hide.
    assertTrue(assignments.size() > 60, () -> "only " + assignments);
    assertEquals(TrainingConfig.defaults(), TrainingConfig.read(otherThanDefaults(), assignments));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"quickstart", "multi30k", "reference", "benchmark-small", "benchmark-tiny"})
  void theProjectsConfigurationsAreReadable(String name) {
    TrainingConfig config =
        TrainingConfig.read(ROOT.resolve("configs/" + name + ".yaml"), List.of());
    assertEquals(config, TrainingConfig.parse(config.toYaml(), name, List.of()));
  }

  /** So that figures can stand beside those of the PyTorch program of docs/benchmarks.md. */
  @ParameterizedTest
  @CsvSource({"small, 3, 256, 1024, 7578624", "tiny, 4, 128, 256, 2349568"})
  void theBenchmarksHaveTheShapesOfTheirPeer(
      String name, int layers, int width, int feedForwardWidth, int parameters) {
    TrainingConfig config =
        TrainingConfig.read(ROOT.resolve("configs/benchmark-" + name + ".yaml"), List.of());
    TransformerConfig model = config.model();
    assertEquals(layers, model.encoderLayers());
    assertEquals(layers, model.decoderLayers());
    assertEquals(width, model.modelWidth());
    assertEquals(4, model.heads());
    assertEquals(feedForwardWidth, model.feedForwardWidth());
    assertEquals(NormPosition.PRE, model.norm());
    assertEquals(
        List.of(0.1, 0.0, 0.0),
        List.of(model.dropout(), model.attentionDropout(), model.activationDropout()));
    assertEquals(
        parameters, new ParameterLayout(model, config.subword().vocabularySize()).length());

    OptimizationConfig training = config.training();
    assertEquals(4096, training.tokensPerBatch());
    assertEquals(1, training.accumulation());
    assertEquals(0.1, training.labelSmoothing());
    assertEquals(0, training.clipNorm());
    assertEquals(
        List.of(0.9, 0.98, 1e-9), List.of(training.beta1(), training.beta2(), training.epsilon()));
    assertEquals(new FilterConfig(249, 0, false, false), config.data().filters());
  }

  @Test
  void theQuickstartNeedsNoFiles() {
    TrainingConfig config = TrainingConfig.read(ROOT.resolve("configs/quickstart.yaml"), List.of());
    assertEquals(CorpusKind.BUNDLED, config.data().corpus());
  }

  @Test
  void howeverTheReferenceIsSpoiltItIsReadOrRefusedInOneLine() throws IOException {
    String whole = Files.readString(REFERENCE).replaceAll("(?m)^ *#.*\n", "");
    String replacements = " \n\t:-?#&*!|>'\"%@`{}[],~0aé\u0000\u2028";
    Random random = new Random(11);
    int refused = 0;
    for (int i = 0; i < 3_000; i++) {
      StringBuilder spoilt = new StringBuilder(whole);
      for (int n = random.nextInt(4); n >= 0; n--) {
        int position = random.nextInt(spoilt.length() - 1);
        char replacement = replacements.charAt(random.nextInt(replacements.length()));
        switch (random.nextInt(3)) {
          case 0 -> spoilt.setCharAt(position, replacement);
          case 1 -> spoilt.insert(position, replacement);
          default -> spoilt.deleteCharAt(position);
        }
      }
      try {
        TrainingConfig.parse(spoilt.toString(), "x.yaml", List.of());
      } catch (DolmetschException e) {
        assertTrue(e.getMessage().matches("x\\.yaml:[0-9]+: .+"), e.getMessage());
        refused++;
      }
    }
    assertTrue(refused > 1_500, "refused " + refused);
  }

  private static Path otherThanDefaults() {
    return ROOT.resolve("training/src/test/resources/dev/dolmetsch/training/config/other.yaml");
  }

  @Test
  void theOtherConfigurationDiffersFromTheDefaultsInEveryValue() throws IOException {
    Map<String, String> defaults = values(TrainingConfig.defaults().toYaml());
    Map<String, String> others =
        values(TrainingConfig.read(otherThanDefaults(), List.of()).toYaml());
    defaults.forEach(
        (key, value) -> {
          if (!key.equals("model.similarity_function") // There is one so far.
              && !key.equals("data.test")
              && others.containsKey(key)) {
            assertTrue(!value.equals(others.get(key)), () -> key + " is " + value + " in both");
          }
        });
  }

  private static Map<String, String> documentedDefaults() throws IOException {
    Pattern row =
        Pattern.compile("\\| `([a-z0-9_.]+)` \\| .+? \\| `?([^`|]*?)`?(?: \\(.*\\))? \\| .*\\|");
    Map<String, String> defaults = new LinkedHashMap<>();
    for (String line : Files.readAllLines(ROOT.resolve("docs/configuration.md"))) {
      Matcher matcher = row.matcher(line);
      if (matcher.matches()) {
        defaults.put(matcher.group(1), matcher.group(2));
      }
    }
    return defaults;
  }

  private static List<String> dottedKeys(List<String> lines) {
    return List.copyOf(values(String.join("\n", lines)).keySet());
  }

  /** Dotted keys and the texts behind them, of plainly indented YAML. */
  private static Map<String, String> values(String yaml) {
    Pattern pattern = Pattern.compile("( *)([a-z0-9_]+):(.*)");
    Map<String, String> values = new LinkedHashMap<>();
    Deque<String> sections = new ArrayDeque<>();
    for (String line : yaml.lines().toList()) {
      Matcher matcher = pattern.matcher(line);
      if (matcher.matches()) {
        while (sections.size() > matcher.group(1).length() / 2) {
          sections.removeLast();
        }
        sections.addLast(matcher.group(2));
        if (!matcher.group(3).isBlank()) {
          values.put(String.join(".", sections), matcher.group(3).strip());
        }
      }
    }
    return values;
  }
}
