package dev.dolmetsch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "trnslate",
        "--nonsense",
        "data sats",
        "data stats",
        "data stats a b c",
        "data stats a b --max-tokens many",
        "data stats a b --max-tokens -1",
        "data generate",
        "data generate --output x --pairs 1",
        "train",
        "train x.yaml --resume --init-from y",
        "average --output x",
        "translate",
        "translate --model x --chunk-lines 0",
        "translate --model x --max-length 0",
        "translate --model x --continue",
        "translate --model x --format csv",
        "translate --model x --source-field x",
        "translate --model x --format tsv --source-column 0",
        "translate --model x --format tsv --n-best 2",
        "translate --model x --format jsonl --alignment-field links",
        "translate --model x --format jsonl --alignments --n-best 2 --alignment-field links",
        "translate --model x --format jsonl --alignments --alignment-field translation",
        "translate --model x --format tsv --alignments=pieces",
        "translate --model x --invalid-utf8 ignore",
        "translate --model x --output y.gz",
        "translate --model x --output - --continue",
        "translate --model x --output /dev/stdout --continue",
        "evaluate --reference x",
        "evaluate --model m --hypothesis h --reference r",
        "evaluate --model m --reference r",
        "evaluate --model m --test-set t --reference r",
        "evaluate --hypothesis h",
        "evaluate --hypothesis h --reference r --precision float32",
        "evaluate --hypothesis h --reference r --shortlist",
        "evaluate --hypothesis h --reference r --tokenize spacy",
        "evaluate --hypothesis h --reference r --smooth exp --smooth-value 1",
        "similarity --model x one",
        "explain --model x --json --text one",
        "train x.yaml --ignore-differences",
        "evaluate --hypothesis h --reference r --chrf-word-order -1",
        "subword train --output x --size 3 y",
        "subword train --output x.gz y",
        "benchmark trian",
        "benchmark train",
        "benchmark translate",
        "shortlist",
        "benchmark train --data x",
        "benchmark train --config x --updates 0",
        "benchmark train --config x --updates many",
        "benchmark train --config x --warmup -1",
      })
  void aCommandLineThatMakesNoSenseEndsWith2AndOneLine(String commandLine) {
    CommandLineRun run = CommandLineRun.of(commandLine.split(" "));
    assertEquals(2, run.exitCode(), run.err());
    assertEquals("", run.out());
    assertTrue(run.err().startsWith("dolmetsch: "), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains("--help"), run.err());
  }

  @Test
  void aMistypedOptionIsNamedWithTheRightOne() {
    CommandLineRun run = CommandLineRun.of("evaluate", "--refrence", "x");
    assertTrue(run.err().contains("'--refrence'"), run.err());
    assertTrue(run.err().contains("did you mean --reference?"), run.err());
  }

  @Test
  void aMistypedOptionIsRecognisedWhereverTheMistakeIs() {
    CommandLineRun run = CommandLineRun.of("translate", "--model", "x", "--inptu", "in.txt");
    assertTrue(run.err().contains("did you mean --input?"), run.err());
  }

  @Test
  void aValueBehindAMistypedOptionDoesNotMatter() {
    CommandLineRun run = CommandLineRun.of("translate", "--model", "x", "--inptu=some/file.txt");
    assertTrue(run.err().contains("did you mean --input?"), run.err());
  }

  @Test
  void aLetterIsTakenForTheBeginningOfAnOption() {
    CommandLineRun run = CommandLineRun.of("translate", "--model", "x", "-o", "out");
    assertTrue(run.err().contains("did you mean --output?"), run.err());
  }

  @Test
  void aFileWithoutAnOptionIsToldWhichOneItNeeds() {
    CommandLineRun run = CommandLineRun.of("translate", "--model", "x", "in.txt");
    assertTrue(run.err().contains("name a file with --input"), run.err());
  }

  @Test
  void aKeyThatIsSetWronglyIsWrongUsage() {
    for (String mistake :
        List.of("foo", "trainign.seed=1", "training.seed=often", "model.heads=7")) {
      CommandLineRun run =
          CommandLineRun.of("train", "../configs/quickstart.yaml", "--set", mistake);
      assertEquals(2, run.exitCode(), run.err());
      assertTrue(run.err().startsWith("dolmetsch: --set " + mistake + ": "), run.err());
      assertEquals(1, run.err().lines().count(), run.err());
    }
  }

  @Test
  void aRefusedValueIsNamedByItsOption() {
    CommandLineRun run = CommandLineRun.of("data", "stats", "a", "b", "--max-length-ratio", "0.5");
    assertTrue(run.err().contains("--max-length-ratio must be"), run.err());
  }

  @Test
  void aRefusedNumberOfUpdatesIsNamedByItsOption() {
    CommandLineRun run = CommandLineRun.of("benchmark", "train", "--config", "x", "--updates", "0");
    assertTrue(run.err().contains("--updates must be in 1–1,000,000, but is 0"), run.err());
  }

  @Test
  void aCommandThatIsNotThereIsSaidFirst() {
    CommandLineRun help = CommandLineRun.of("trnslate", "--help");
    assertEquals(2, help.exitCode());
    assertEquals("", help.out());
    assertEquals(
        "dolmetsch: there is no command \"trnslate\"; did you mean translate? (see dolmetsch --help)\n",
        help.err());
    CommandLineRun other = CommandLineRun.of("help", "translate");
    assertEquals(2, other.exitCode());
    assertTrue(other.err().contains("there is no command \"help\" (see"), other.err());
  }

  @Test
  void numbersAreNotCalledByJavasTypes() {
    CommandLineRun run = CommandLineRun.of("translate", "--model", "x", "--beam-size", "x");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("'x' is not a whole number"), run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "data", "subword", "benchmark"})
  void withoutAVerbTheHelpGoesToStandardError(String commandLine) {
    CommandLineRun run =
        CommandLineRun.of(commandLine.isEmpty() ? new String[0] : commandLine.split(" "));
    assertEquals(2, run.exitCode());
    assertEquals("", run.out());
    assertTrue(run.err().contains("Usage: dolmetsch"), run.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "quickstart",
        "train",
        "translate",
        "evaluate",
        "average",
        "quantize",
        "similarity",
        "explain",
        "data stats",
        "data generate",
        "subword train",
        "subword encode",
        "subword decode",
        "benchmark train",
      })
  void everyVerbExplainsItselfWithAnExample(String verb) {
    CommandLineRun run = CommandLineRun.of((verb + " --help").strip().split(" "));
    assertEquals(0, run.exitCode(), run.err());
    assertEquals("", run.err());
    assertTrue(run.out().contains("Example"), run.out());
    assertTrue(run.out().contains("dolmetsch " + verb), run.out());
    assertTrue(run.out().contains("--debug"), run.out());
    assertTrue(run.out().lines().allMatch(line -> line.length() <= 80), run.out());
    // An example that was too long would go on at the beginning of the next line.
    List<String> examples =
        run.out()
            .lines()
            .dropWhile(line -> !line.startsWith("Example"))
            .skip(1)
            .takeWhile(line -> !line.isBlank())
            .toList();
    assertTrue(examples.stream().allMatch(line -> line.startsWith("  ")), run.out());
  }

  @Test
  void theVersionIsThatOfTheBuild() {
    CommandLineRun run = CommandLineRun.of("--version");
    assertEquals(0, run.exitCode());
    assertTrue(run.out().matches("dolmetsch \\d+\\.\\d+\\.\\d+.*\\n"), run.out());
    assertFalse(run.out().contains("${"), run.out());
  }
}
