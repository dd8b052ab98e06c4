package dev.dolmetsch.model.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.corpus.Direction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlBindingTest {
  /** Two forms of one thing, told apart by their keys. */
  public sealed interface Source {
    record Pair(Path english, Path german) implements Source {}

    record Single(Path tsv) implements Source {}
  }

  /** One key of each type. */
  public record Section(
      int count,
      long seed,
      double learningRate,
      boolean tied,
      String name,
      Direction direction,
      Optional<Integer> maxEpochs) {
    public Section {
      if (learningRate <= 0) {
        throw new IllegalArgumentException(
            "training.learning_rate must be above 0, but is " + learningRate);
      }
    }
  }

  /** A whole file. */
  public record Document(Section training, Source data, Optional<Source> test) {}

  private static final Document DEFAULTS =
      new Document(
          new Section(1, 2, 0.5, true, "plain", Direction.EN_DE, Optional.empty()),
          new Source.Pair(Path.of("a.en"), Path.of("a.de")),
          Optional.empty());

  private static Document parse(String yaml, String... overrides) {
    return YamlBinding.parse(yaml, "x.yaml", List.of(overrides), DEFAULTS);
  }

  private static String failure(String yaml, String... overrides) {
    String message =
        assertThrows(DolmetschException.class, () -> parse(yaml, overrides)).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "---\n", "training:\n", "training: {}\n", "{}"})
  void absentKeysHaveTheirDefaults(String yaml) {
    assertEquals(DEFAULTS, parse(yaml));
  }

  @Test
  void keysAreReadByTheirTypes() {
    Section section =
        parse(
                """
                training:
                  count: 012_is_no_number_but_this_is_replaced
                  seed: 9000000000
                  learning_rate: 1e-9
                  tied: false
                  name: no
                  direction: de-en
                  max_epochs: 3
                """,
                "training.count=-7")
            .training();
    assertEquals(
        new Section(-7, 9_000_000_000L, 1e-9, false, "no", Direction.DE_EN, Optional.of(3)),
        section);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "tied: yes              | training.tied must be true or false, but is \"yes\"",
        "tied: on               | training.tied must be true or false, but is \"on\"",
        "tied: 1                | training.tied must be true or false, but is \"1\"",
        "count: 012             | training.count must be a whole number, but is \"012\"",
        "count: 0x1F            | training.count must be a whole number, but is \"0x1F\"",
        "count: 1:30            | training.count must be a whole number, but is \"1:30\"",
        "count: 1.5             | training.count must be a whole number, but is \"1.5\"",
        "count: 3000000000      | training.count must be between -2147483648 and 2147483647, but is"
            + " \"3000000000\"",
        "count: 99999999999999999999 | training.count must be between -2147483648 and 2147483647, but"
            + " is \"99999999999999999999\"",
        "count:                 | training.count must be a whole number, but has no value",
        "count: ~               | training.count must be a whole number, but has no value",
        "count: [1, 2]          | training.count must be a whole number, but is a list",
        "count: {a: 1}          | training.count must be a whole number, but is a section",
        "learning_rate: .nan    | training.learning_rate must be a number, but is \".nan\"",
        "learning_rate: 1e999   | training.learning_rate must be a number, but is \"1e999\"",
        "learning_rate: .       | training.learning_rate must be a number, but is \".\"",
        "learning_rate: e5      | training.learning_rate must be a number, but is \"e5\"",
        "learning_rate: '1,5'   | training.learning_rate must be a number, but is \"1,5\"",
        "learning_rate: -0.1    | training.learning_rate must be above 0, but is -0.1",
        "direction: EN_DE       | training.direction must be one of en-de, de-en, but is \"EN_DE\"",
        "name: [a]              | training.name must be a text, but is a list",
      })
  void wrongValuesAreRefusedWithTheirLine(String line, String message) {
    assertEquals("x.yaml:3: " + message, failure("training:\n  # comment\n  " + line + "\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "training: {learning_rte: 1} | training.learning_rte; did you mean training.learning_rate?",
        "training: {learningRate: 1} | training.learningRate; did you mean training.learning_rate?",
        "learning_rate: 1            | learning_rate; did you mean training.learning_rate?",
        "trainning: {seed: 1}        | trainning; did you mean training?",
        "training: {xylophone: 1}    | training.xylophone; known here are count, seed,"
            + " learning_rate, tied, name, direction, max_epochs",
        "data: {tsf: 1}              | data.tsf; did you mean data.tsv?",
      })
  void unknownKeysAreRefusedWithWhatWasProbablyMeant(String yaml, String message) {
    assertEquals("x.yaml:2: unknown key " + message, failure("# first line\n" + yaml + "\n"));
  }

  @Test
  void overridesTakePrecedenceAndAreNamedInFailures() {
    assertEquals(
        7, parse("training: {seed: 3}", "training.seed=5", "training.seed=7").training().seed());
    assertEquals(
        "--set training.sed=7: unknown key training.sed; did you mean training.seed?",
        failure("", "training.sed=7"));
    assertEquals(
        "--set training.seed=x: training.seed must be a whole number, but is \"x\"",
        failure("training: {seed: 3}", "training.seed=x"));
    assertEquals(
        "--set training.learning_rate=0: training.learning_rate must be above 0, but is 0.0",
        failure("training:\n  learning_rate: 1\n", "training.learning_rate=0"));
    assertEquals(
        "--set training.seed: not of the form section.key=value, such as training.seed=7",
        failure("", "training.seed"));
    assertEquals(
        "--set a..b=1: not of the form section.key=value, such as training.seed=7",
        failure("", "a..b=1"));
    assertTrue(
        failure("", "training.name=[").startsWith("--set training.name=[: not valid YAML: "));
    assertEquals(
        "--set training.seed.x=1: training.seed must be a whole number, but is a section",
        failure("", "training.seed.x=1"));
  }

  @Test
  void overridesMayBeSectionsAndNothing() {
    assertEquals(new Source.Single(Path.of("x.tsv")), parse("", "data={tsv: x.tsv}").data());
    assertEquals(
        Optional.empty(),
        parse("training: {max_epochs: 3}", "training.max_epochs=null").training().maxEpochs());
    assertEquals("a=b", parse("", "training.name=a=b").training().name());
  }

  @Test
  void aChoiceFollowsFromItsKeys() {
    assertEquals(new Source.Single(Path.of("x.tsv")), parse("data: {tsv: x.tsv}").data());
    assertEquals(
        new Source.Pair(Path.of("b.en"), Path.of("a.de")), parse("data: {english: b.en}").data());
    assertEquals(
        "x.yaml:1: data must have either english, german, or tsv, but has tsv and english",
        failure("data: {tsv: x.tsv, english: b.en}"));
    assertEquals("x.yaml:2: test.german is missing; add it", failure("\ntest: {english: b.en}"));
    assertEquals(
        "x.yaml:1: data must be a section with the keys english, german, tsv",
        failure("data: x.tsv"));
  }

  @Test
  void keysThatStandTwiceAreRefused() {
    assertEquals(
        "x.yaml:4: key seed stands here a second time (first at x.yaml:2); remove one",
        failure("training:\n  seed: 1\n  count: 2\n  seed: 1\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "training: {",
        "training:\n\tseed: 1\n",
        "training: seed: 1\n",
        "training: \"open\n",
        "a: b\n  c: d\n",
        "training: *seed\n",
        "training: {seed: &a 1, count: *a}\n",
        "a: 1\n---\nb: 2\n",
        "- a\n- b\n",
        "just text\n",
        "training: @x\n",
        "? [a, b]\n: 1\n",
        "\0",
      })
  void whatIsNoConfigurationIsRefusedWithItsLine(String yaml) {
    String message = failure(yaml);
    assertTrue(message.matches("x\\.yaml:[1-4]: .*"), message);
  }

  @Test
  void aTabIsRefusedWithTheLineItStandsIn() {
    assertEquals(
        "x.yaml:2: not valid YAML: while scanning for the next token, found character '\\t(TAB)' that"
            + " cannot start any token. (Do not use \\t(TAB) for indentation)",
        failure("training:\n\tseed: 1\n"));
  }

  @Test
  void deeplyNestedYamlIsRefused() {
    assertTrue(failure("a: " + "[".repeat(100_000)).startsWith("x.yaml:1: "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "no",
        "null",
        "~",
        "true",
        "012",
        "1e5",
        "0x1f",
        "a: b",
        "#x",
        "a #b",
        "'q'",
        "\"q\"",
        "-",
        "- a",
        "?",
        "@at",
        "`tick",
        "%p",
        "*star",
        "&amp",
        "!tag",
        "[x",
        "{x",
        "a\nb",
        "a\n",
        "\ta",
        "Straße ü",
        "\uD83D\uDE00",
        "C:\\x\\y",
        ".nan",
        "2024-01-01",
        "1:30",
        "=",
        "<<",
        "a\u0085b",
        "---",
        "...",
        "|",
        ">",
        "a, b",
        "trailing ",
        " leading",
        "a  b",
        "/",
        "./x",
        "../x y",
        "a/b-c.d",
        "- ",
        "1.",
        "_",
        "- -",
        "1_000",
        "\u2028x"
      })
  void everyTextSurvivesWritingAndReading(String text) {
    Document document =
        new Document(
            new Section(1, 2, 3, false, text, Direction.DE_EN, Optional.of(4)),
            new Source.Single(Path.of("x.tsv")),
            Optional.of(new Source.Pair(Path.of("no"), Path.of("1"))));
    String yaml = YamlBinding.write(document);
    assertEquals(document, YamlBinding.parse(yaml, "written", List.of(), DEFAULTS), yaml);
  }

  @Test
  void aRecordIsWrittenWithEveryKeyInOrder() {
    assertEquals(
        """
        training:
          count: 1
          seed: 2
          learning_rate: 0.5
          tied: true
          name: plain
          direction: en-de
          max_epochs: null
        data:
          english: a.en
          german: a.de
        test: null
        """,
        YamlBinding.write(DEFAULTS));
  }

  @Test
  void aRecordIsOverriddenInPart() {
    Document other = YamlBinding.override(DEFAULTS, List.of("training.seed=9", "data.german=b.de"));
    assertEquals(9, other.training().seed());
    assertEquals(new Source.Pair(Path.of("a.en"), Path.of("b.de")), other.data());
  }

  @Test
  void keysAreListedWithEveryAlternative() {
    assertEquals(
        List.of("data.english", "data.german", "data.tsv"),
        YamlBinding.keys(Document.class).stream().filter(key -> key.startsWith("data.")).toList());
  }

  @Test
  void filesAreNamedInFailures(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("conf.yaml");
    assertEquals(
        file + ": no such configuration file; check the path that was given",
        assertThrows(DolmetschException.class, () -> YamlBinding.read(file, List.of(), DEFAULTS))
            .getMessage());
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xfc});
    assertEquals(
        file + ": not UTF-8; save the file in that encoding",
        assertThrows(DolmetschException.class, () -> YamlBinding.read(file, List.of(), DEFAULTS))
            .getMessage());
    Files.writeString(file, "\uFEFFtraining:\r\n  seed: 5\r\n", StandardCharsets.UTF_8);
    assertEquals(5, YamlBinding.read(file, List.of(), DEFAULTS).training().seed());
    assertThrows(DolmetschException.class, () -> YamlBinding.read(folder, List.of(), DEFAULTS));
  }

  @Test
  void aModelsPartIsReadFromAWholeConfiguration(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("config.yaml");
    Files.writeString(
        file,
        "data: {direction: de-en, folder: x}\nmodel: {heads: 8}\ntraining: {seed: 1}\n",
        StandardCharsets.UTF_8);
    ModelConfig config = ModelConfig.read(file);
    assertEquals(Direction.DE_EN, config.direction());
    assertEquals(8, config.model().heads());
    Files.writeString(file, "\nmodel: {heads: 7}\n", StandardCharsets.UTF_8);
    String message =
        assertThrows(DolmetschException.class, () -> ModelConfig.read(file)).getMessage();
    assertTrue(message.startsWith(file + ":2: model.model_width must be"), message);
  }
}
