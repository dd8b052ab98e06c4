package dev.dolmetsch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dolmetsch.model.engine.onednn.OneDnn;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The verbs on a model that the train verb made: a few updates, so its translations are nonsense.
 */
class TrainedModelTest {
  @TempDir static Path folder;
  private static String run;
  private static CommandLineRun training;

  @BeforeAll
  static void train() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("tiny.yaml"),
            """
            data: {corpus: bundled, bundled: {pairs: 1000}}
            subword: {vocabulary_size: 200}
            model: {encoder_layers: 1, decoder_layers: 2, model_width: 8, heads: 2, feed_forward_width: 8}
            training: {max_updates: 4, tokens_per_batch: 256, log_every: 2, checkpoint_every: 2, shards: 1}
            validation: {every: 4, max_sentences: 2}
            decoding: {beam_size: 2, max_length_factor: 0, max_length_offset: 5, max_source_length: 40}
            """);
    run = folder.resolve("run").toString();
    training = CommandLineRun.of("train", config.toString(), "--run", run);
  }

  private static CommandLineRun translate(String input, String... options) {
    return CommandLineRun.withInput(
        input,
        Stream.concat(Stream.of("translate", "--model", run), Stream.of(options))
            .toArray(String[]::new));
  }

  @Test
  void trainingReportsOnStandardErrorAndPrintsTheModelsPath() {
    assertEquals(0, training.exitCode(), training.err());
    assertTrue(Files.isDirectory(Path.of(training.out().strip())), training.out());
    assertTrue(training.err().contains("update 4/4"), training.err());
    assertTrue(training.err().contains("learning rate"), training.err());
  }

  @Test
  void aRunIsNotOverwritten() {
    CommandLineRun again =
        CommandLineRun.of("train", folder.resolve("tiny.yaml").toString(), "--run", run);
    assertEquals(1, again.exitCode());
    assertTrue(again.err().contains("--resume"), again.err());
  }

  @Test
  void oneLineComesOutForEachLineInAndBlankLinesStayBlank() {
    String input = "The dog sleeps.\n\n   \nA cat 😀\u2028runs.\u0085 Yes.\r\nlast";
    CommandLineRun translation = translate(input);
    assertEquals(0, translation.exitCode(), translation.err());
    assertEquals("", translation.err());
    List<String> lines = List.of(translation.out().split("\n", -1));
    assertEquals(6, lines.size(), translation.out());
    assertEquals("", lines.get(1));
    assertEquals("", lines.get(2));
    assertEquals("", lines.get(5), "the last line is ended");
  }

  /** What libraries print when they are loaded shows in a process of its own only. */
  @Test
  void librariesPrintNothing() throws IOException, InterruptedException {
    List<String> training =
        List.of(
            "train",
            folder.resolve("tiny.yaml").toString(),
            "--run",
            folder.resolve("silent").toString(),
            "--set",
            "training.max_updates=1");
    Pattern ours =
        Pattern.compile("(dolmetsch|subwords|corpus|model|update|validation|test set)\\b.*");
    assertEquals(
        List.of(),
        standardError(training).stream().filter(line -> !ours.matcher(line).matches()).toList());
    assertEquals(List.of(), standardError(List.of("translate", "--model", run)));
  }

  private static List<String> standardError(List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--")) // What newer JDKs warn without.
        .forEach(command::add);
    command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(arguments);
    Path error = folder.resolve("stderr");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(error.toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS"); // Java says that it has picked it up.
    Process process = builder.start();
    try (OutputStream input = process.getOutputStream()) {
      input.write("The dog sleeps.\n".getBytes(UTF_8));
    }
    assertEquals(0, process.waitFor(), Files.readString(error, UTF_8));
    return Files.readAllLines(error, UTF_8);
  }

  @Test
  void theSizeOfChunksChangesNothing() {
    String input = "The dog sleeps.\n\nThe old woman reads a book.\nYes.\n".repeat(3);
    assertEquals(translate(input).out(), translate(input, "--chunk-lines", "1").out());
  }

  @Test
  void emptyInputGivesEmptyOutput() {
    assertEquals(new CommandLineRun(0, "", ""), translate(""));
  }

  @Test
  void nBestListsNumberTheirLinesAndHaveScores() {
    CommandLineRun translation = translate("The dog sleeps.\n\nYes.\n", "--n-best", "2");
    List<String[]> rows = translation.out().lines().map(line -> line.split("\t", -1)).toList();
    assertEquals(List.of("1", "1", "2", "3", "3"), rows.stream().map(row -> row[0]).toList());
    assertTrue(rows.stream().allMatch(row -> row.length == 3));
    assertTrue(Double.parseDouble(rows.get(0)[1]) >= Double.parseDouble(rows.get(1)[1]));
  }

  @Test
  void moreTranslationsThanHypothesesAreRefused() {
    CommandLineRun translation = translate("Yes.\n", "--n-best", "3");
    assertEquals(2, translation.exitCode());
    assertTrue(translation.err().contains("--n-best must be in 1–--beam-size"), translation.err());
  }

  @Test
  void alignmentsStandBehindEachTranslation() {
    String input = "The dog sleeps.\n\nYes.\n";
    List<String> plain = translate(input).out().lines().toList();
    List<String> aligned = translate(input, "--alignments").out().lines().toList();
    assertEquals(3, aligned.size());
    assertEquals("\t", aligned.get(1));
    for (int i = 0; i < plain.size(); i++) {
      String[] columns = aligned.get(i).split("\t", -1);
      assertEquals(plain.get(i), columns[0]);
      assertTrue(columns[1].matches("(\\d+-\\d+( \\d+-\\d+)*)?"), columns[1]);
      for (String link : columns[1].isEmpty() ? new String[0] : columns[1].split(" ")) {
        int target = Integer.parseInt(link.substring(link.indexOf('-') + 1));
        assertTrue(target < plain.get(i).strip().split(" +").length, aligned.get(i));
      }
    }
    List<String> rows =
        translate(input, "--alignments=pieces", "--n-best", "2").out().lines().toList();
    assertTrue(rows.stream().allMatch(row -> row.split("\t", -1).length == 4), rows.toString());
  }

  @Test
  void samplesAreRepeatableHoweverLinesAreCutIntoChunks() {
    String input = "The dog sleeps.\n\nThe dog sleeps.\nYes.\n";
    String[] options = {"--method", "sampling", "--n-best", "3", "--top-k", "50", "--seed", "4"};
    List<String> all = texts(translate(input, options));
    List<String> more = new ArrayList<>(List.of(options));
    more.addAll(List.of("--chunk-lines", "1"));
    assertEquals(all, texts(translate(input, more.toArray(String[]::new))));
    assertEquals(10, all.size());
    options[7] = "5";
    assertFalse(all.equals(texts(translate(input, options))));
  }

  /** Without scores, whose last digits depend on what is computed together. */
  private static List<String> texts(CommandLineRun translation) {
    assertEquals(0, translation.exitCode(), translation.err());
    return translation.out().lines().map(line -> line.replaceFirst("\t[-0-9.]+\t", "\t")).toList();
  }

  @Test
  void whatCannotBeSearchedForIsRefusedByItsOption() {
    CommandLineRun diverse = translate("Yes.\n", "--diversity-groups", "3");
    assertEquals(2, diverse.exitCode());
    assertTrue(
        diverse.err().contains("--diversity-groups must be a divisor of --beam-size (2)"),
        diverse.err());
    CommandLineRun cold = translate("Yes.\n", "--method", "sampling", "--temperature", "0");
    assertEquals(2, cold.exitCode());
    assertTrue(cold.err().contains("--temperature must be in 0.01–100"), cold.err());
    CommandLineRun beam = translate("Yes.\n", "--top-k", "5");
    assertEquals(2, beam.exitCode());
    assertTrue(beam.err().contains("add --method sampling"), beam.err());
    CommandLineRun unknown = translate("Yes.\n", "--method", "magic");
    assertEquals(2, unknown.exitCode());
    assertTrue(unknown.err().contains("must be beam or sampling"), unknown.err());
    CommandLineRun layer = translate("Yes.\n", "--alignments", "--alignment-layer", "7");
    assertEquals(2, layer.exitCode());
    assertTrue(layer.err().contains("--alignment-layer must be in 0–1"), layer.err());
  }

  @ParameterizedTest
  @CsvSource({
    "--method sampling --beam-size 2, --method beam",
    "--method sampling --diversity-groups 2, --method beam",
    "--method sampling --diversity-penalty 1, --method beam",
    "--diversity-penalty 1, --diversity-groups",
    "--alignment-layer 0, alignments and the coverage penalty"
  })
  void anOptionThatWouldBeIgnoredIsRefusedBeforeThereIsAnOutput(String options, String remedy)
      throws IOException {
    Path output = Files.writeString(folder.resolve("ignored.de"), "old");
    CommandLineRun translation = translate("Yes.\n", (options + " --output " + output).split(" "));
    assertEquals(2, translation.exitCode());
    assertTrue(translation.err().contains(remedy), translation.err());
    assertEquals("old", Files.readString(output));
    assertFalse(Files.exists(folder.resolve("ignored.de.part")));
  }

  @Test
  void theAlignmentLayerMayBeGivenForWhatItIsAbout() {
    assertEquals(0, translate("Yes.\n", "--alignment-layer", "0", "--alignments").exitCode());
    assertEquals(
        0, translate("Yes.\n", "--alignment-layer", "0", "--coverage-penalty", "1").exitCode());
  }

  @Test
  void prefixesBeginTheTranslations() throws IOException {
    CommandLineRun same = translate("The dog sleeps.\nYes.\n", "--prefix", "Der");
    assertEquals(0, same.exitCode(), same.err());
    assertTrue(same.out().lines().allMatch(line -> line.startsWith("Der")), same.out());
    Path file = Files.writeString(folder.resolve("prefixes"), "Ja\n\n");
    List<String> lines =
        translate("Yes.\nYes.\n", "--prefix-file", file.toString()).out().lines().toList();
    assertTrue(lines.get(0).startsWith("Ja"), lines.get(0));
    assertEquals(translate("Yes.\n").out().strip(), lines.get(1).strip());
    CommandLineRun few = translate("Yes.\nYes.\nYes.\n", "--prefix-file", file.toString());
    assertEquals(1, few.exitCode());
    assertTrue(few.err().contains("prefixes has only 2 lines"), few.err());
  }

  @Test
  void aLineOfManySentencesIsTranslatedSentenceBySentence() {
    String one = translate("The dog sleeps.\n").out().strip();
    CommandLineRun translation = translate("Yes.\n" + "The dog sleeps. ".repeat(700) + "\nlast\n");
    assertEquals(0, translation.exitCode(), translation.err());
    assertEquals("", translation.err());
    List<String> lines = translation.out().lines().toList();
    assertEquals(3, lines.size());
    assertEquals((one + " ").repeat(700).strip(), lines.get(1));
  }

  @Test
  void anOverLongWordIsNamedAndTranslatedUpToTheLimit() {
    CommandLineRun translation = translate("Yes.\n" + "Thedogsleeps.".repeat(30) + "\n");
    assertEquals(0, translation.exitCode());
    assertEquals(2, translation.out().lines().count());
    assertTrue(
        translation
            .err()
            .startsWith("dolmetsch: standard input:2: warning: has a word of more than 40 pieces;"),
        translation.err());
  }

  @Test
  void maxLengthCutsLinesWithAWarning() {
    CommandLineRun cut = translate("Yes.\nThe dog sleeps. The cat runs.\n", "--max-length", "6");
    assertEquals(0, cut.exitCode());
    assertTrue(cut.err().startsWith("dolmetsch: standard input:2: warning: has "), cut.err());
    assertTrue(cut.err().contains("only the first 6 are translated"), cut.err());
    assertEquals(2, cut.out().lines().count());
  }

  @Test
  void refusedInvalidUtf8IsAnErrorWithItsLine() throws IOException {
    Path output = folder.resolve("out.de");
    String[] options = {
      "translate", "--model", run, "--invalid-utf8", "refuse", "--output", output.toString()
    };
    CommandLineRun first = CommandLineRun.withInput(new byte[] {(byte) 0xff, '\n'}, options);
    assertEquals(1, first.exitCode());
    assertTrue(first.err().contains("standard input:1: not valid UTF-8"), first.err());
    try (Stream<Path> files = Files.list(folder)) {
      assertFalse(
          files.anyMatch(file -> file.toString().contains("out.de")), "nothing was written");
    }

    CommandLineRun second =
        CommandLineRun.withInput(new byte[] {'a', '\n', (byte) 0xff, '\n'}, options);
    assertEquals(1, second.exitCode());
    assertTrue(second.err().contains("standard input:2: not valid UTF-8"), second.err());
    assertFalse(Files.exists(output));
    assertEquals(
        translate("a\n").out(), Files.readString(folder.resolve("out.de.part")), "the line before");
  }

  @Test
  void filesGoInAndOut() throws IOException {
    Path input = Files.writeString(folder.resolve("in.en"), "The dog sleeps.\nYes.\n");
    Path output = Files.writeString(folder.resolve("translated.de"), "old");
    CommandLineRun translation =
        translate("", "--input", input.toString(), "--output", output.toString());
    assertEquals(new CommandLineRun(0, "", ""), translation);
    assertEquals(translate("The dog sleeps.\nYes.\n").out(), Files.readString(output, UTF_8));
  }

  @Test
  void evaluatingAModelIsScoringItsTranslations() throws IOException {
    String source = run + "/corpus/val.en";
    String reference = run + "/corpus/val.de";
    CommandLineRun model =
        CommandLineRun.of("evaluate", "--model", run, "--test-set", run + "/corpus/val", "--json");
    assertEquals(0, model.exitCode(), model.err());
    Path output = folder.resolve("validation.out");
    translate("", "--input", source, "--output", output.toString());
    CommandLineRun file =
        CommandLineRun.of(
            "evaluate", "--hypothesis", output.toString(), "--reference", reference, "--json");
    JsonNode scores = new ObjectMapper().readTree(model.out());
    assertEquals(new ObjectMapper().readTree(file.out()).get("chrf"), scores.get("chrf"));
    assertTrue(scores.get("sentences_per_second").asDouble() > 0);
    String[] precise = {
      "evaluate", "--model", run, "--precision", "float32", "--test-set", run + "/corpus/val"
    };
    assertEquals(0, CommandLineRun.of(precise).exitCode());
  }

  @Test
  void aReferenceOfAnotherLengthIsRefusedBeforeTranslating() throws IOException {
    Path reference = Files.writeString(folder.resolve("short.de"), "Ja.\n");
    CommandLineRun evaluation =
        CommandLineRun.of(
            "evaluate",
            "--model",
            run,
            "--source",
            run + "/corpus/val.en",
            "--reference",
            reference.toString());
    assertEquals(1, evaluation.exitCode());
    assertTrue(evaluation.err().contains("short.de has 1"), evaluation.err());
  }

  @Test
  void aSentenceIsSimilarToItself() throws IOException {
    CommandLineRun similarity =
        CommandLineRun.of("similarity", "--model", run, "--json", "The dog.", "The dog.");
    assertEquals(0, similarity.exitCode(), similarity.err());
    JsonNode values = new ObjectMapper().readTree(similarity.out());
    assertEquals(1, values.get("cosine").asDouble(), 1e-9);
  }

  @Test
  void anExplanationShowsTheChosenHeadOfEachKindOfAttention() throws IOException {
    CommandLineRun explanation =
        CommandLineRun.of(
            "explain", "--model", run, "--layer", "0", "--head", "1", "--json", "The dog sleeps.");
    assertEquals(0, explanation.exitCode(), explanation.err());
    JsonNode heads = new ObjectMapper().readTree(explanation.out()).get("heads");
    assertEquals(3, heads.size());
    heads.forEach(head -> assertEquals(1, head.get("head").asInt()));
  }

  private static String explain(String... options) {
    CommandLineRun explanation =
        CommandLineRun.of(
            Stream.concat(
                    Stream.of("explain", "--model", run, "The dog sleeps."), Stream.of(options))
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
        CommandLineRun.of("explain", "--model", run, "--json", "--text", "The dog sleeps.");
    assertEquals(2, both.exitCode());
    assertTrue(both.err().contains("--json and --text"), both.err());
  }

  @Test
  void aLineBeyondAMebibyteIsDecodedWhole() {
    String text = "x ".repeat(1 << 19) + "\u00e4";
    CommandLineRun run = decode("a\n" + text + "\n");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals("", run.err());
    assertEquals("a\n" + text.replace(" ", "") + "\n", run.out());
  }

  private static CommandLineRun decode(String input) {
    return CommandLineRun.withInput(input, "subword", "decode", "--model", run);
  }

  @Test
  void learntSubwordsAppearWholeUnderTheirName() throws IOException {
    Path models = Files.createDirectory(folder.resolve("models"));
    Path text = Files.writeString(folder.resolve("text"), "a cat and a dog\n".repeat(9));
    Path model = Files.writeString(models.resolve("joint.model"), "old");
    CommandLineRun learning =
        CommandLineRun.of(
            "subword", "train", "--size", "20", "--output", model.toString(), text.toString());
    assertEquals(0, learning.exitCode(), learning.err());
    try (Stream<Path> files = Files.list(models)) {
      assertEquals(List.of(model), files.toList());
    }
    CommandLineRun pieces =
        CommandLineRun.withInput("dog\n", "subword", "encode", "--model", model.toString());
    assertEquals(0, pieces.exitCode(), pieces.err());
  }

  @Test
  void checkpointsAreAveragedIntoAModelThatTranslates() {
    String average = folder.resolve("average").toString();
    CommandLineRun averaging =
        CommandLineRun.of(
            "average",
            "--output",
            average,
            run + "/checkpoints/update-2",
            run + "/checkpoints/update-4");
    assertEquals(0, averaging.exitCode(), averaging.err());
    CommandLineRun translation =
        CommandLineRun.withInput("Yes.\n", "translate", "--model", average);
    assertEquals(1, translation.out().lines().count(), translation.err());
  }

  @Test
  void aModelIsQuantisedOnceItIsAskedFor() throws IOException {
    assumeTrue(OneDnn.hasInt8(), "no int8 here");
    String model = folder.resolve("quantised").toString();
    CommandLineRun.of("average", "--output", model, run + "/checkpoints/update-4");
    String[] translate = {"translate", "--model", model, "--precision", "int8"};
    CommandLineRun early = CommandLineRun.withInput("Yes.\n", translate);
    assertEquals(1, early.exitCode());
    assertEquals(
        "dolmetsch: "
            + model
            + ": was not quantised; run dolmetsch quantize --model "
            + model
            + " first",
        early.err().strip());

    Path sentences = Files.writeString(folder.resolve("calibration.txt"), "\n\n");
    String[] quantize = {"quantize", "--model", model, "--calibration", sentences.toString()};
    CommandLineRun empty = CommandLineRun.of(quantize);
    assertEquals(1, empty.exitCode());
    assertTrue(empty.err().contains("has no sentences to calibrate with"), empty.err());
    Files.writeString(sentences, "Yes.\nThe dog sleeps.\n");
    CommandLineRun quantizing = CommandLineRun.of(quantize);
    assertEquals(0, quantizing.exitCode(), quantizing.err());

    CommandLineRun int8 = CommandLineRun.withInput("Yes.\n", translate);
    assertEquals(0, int8.exitCode(), int8.err());
    assertEquals(1, int8.out().lines().count(), int8.err());
    CommandLineRun exact =
        CommandLineRun.withInput("Yes.\n", "translate", "--model", model, "--precision", "float32");
    assertEquals(0, exact.exitCode(), exact.err());
    assertEquals(2, CommandLineRun.of("quantize", "--model", model).exitCode());
  }

  @Test
  void subwordsAreJoinedToTheTextThatTheyWereCutFrom() {
    String text = "Der Hund schläft.\n\n";
    CommandLineRun ids =
        CommandLineRun.withInput(text, "subword", "encode", "--model", run, "--ids");
    CommandLineRun joined =
        CommandLineRun.withInput(ids.out(), "subword", "decode", "--model", run, "--ids");
    assertEquals(text, joined.out(), ids.out());
    CommandLineRun wrong =
        CommandLineRun.withInput("1\n9999\n", "subword", "decode", "--model", run, "--ids");
    assertEquals(1, wrong.exitCode());
    assertTrue(wrong.err().contains("standard input:2"), wrong.err());
  }

  @Test
  void aMissingModelIsAFailureInOneLine() {
    CommandLineRun missing = CommandLineRun.of("translate", "--model", "nowhere");
    assertEquals(1, missing.exitCode());
    assertEquals(1, missing.err().lines().count(), missing.err());
  }
}
