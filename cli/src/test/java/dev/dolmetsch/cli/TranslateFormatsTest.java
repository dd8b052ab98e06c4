package dev.dolmetsch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON lines and TSV columns of {@code translate}. */
class TranslateFormatsTest extends UselessTranslations {
  @Test
  void aJsonLineKeepsEverythingElseToTheCharacter() {
    String line =
        "{ \"id\" : 1.50e400, \"text\":\"Y\\u0065s.\", \"text2\": [\"Yes.\", {\"text\":3}] }";
    assertEquals(
        line.substring(0, line.length() - 1) + ",\"translation\":" + json(text("Yes.")) + "}\n\n",
        done(translate(line + "\n\n", "--format", "jsonl")));
  }

  @Test
  void aTranslationReplacesTheFieldOfItsName() {
    assertEquals(
        "{\"en\":\"Yes.\",\"de\":" + json(text("Yes.")) + ",\"n\":12}\n",
        done(
            translate(
                "{\"en\":\"Yes.\",\"de\":[1,{\"a\":2}],\"n\":12}\n",
                "--format",
                "jsonl",
                "--source-field",
                "en",
                "--translation-field",
                "de")));
  }

  @Test
  void nBestTranslationsAreAnArray() {
    String line =
        done(translate("{\"text\":\"Yes.\"}\n", "--format", "jsonl", "--n-best", "2")).strip();
    assertTrue(
        line.matches(
            "\\{\"text\":\"Yes\\.\",\"translation\":\\[\\{\"text\":\".*\",\"score\":[^,]+,\"log_probability\":[^,]+},"
                + "\\{\"text\":\".*\",\"score\":[^,]+,\"log_probability\":[^,]+}]}"),
        line);
  }

  @Test
  void linksGetAFieldOfTheirOwn() {
    String sentence = "The dog sleeps.";
    String[] columns = text(sentence, "--alignments").split("\t", -1);
    String line =
        "{\"alignment\":[0],\"text\":\"" + sentence + "\",\"translation\":null,\"n\":1}\n";
    assertEquals(
        line.replace("[0]", json(columns[1])).replace("null", json(columns[0])),
        done(translate(line, "--format", "jsonl", "--alignments")));
    String[] options = {"--format", "jsonl", "--alignments", "--alignment-field", "links"};
    assertEquals(
        "{\"text\":\""
            + sentence
            + "\",\"translation\":"
            + json(columns[0])
            + ",\"links\":"
            + json(columns[1])
            + "}\n{\"text\":\" \",\"translation\":\"\",\"links\":\"\"}\n",
        done(translate("{\"text\":\"" + sentence + "\"}\n{\"text\":\" \"}\n", options)));
    String nBest =
        done(translate(line, "--format", "jsonl", "--alignments", "--n-best", "2")).strip();
    assertTrue(nBest.startsWith("{\"alignment\":[0],\"text\":"), nBest);
    assertTrue(nBest.contains(",\"alignment\":" + json(columns[1]) + "},{\"text\":"), nBest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Yes.",
        "[]",
        "{",
        "{\"text\":1}",
        "{}",
        "{\"text\":\"a\"} 2",
        "{\"text\":\"a\",}",
        "{\"text\":\"a\",\"text\":\"b\"}",
        "{\"translation\":1,\"text\":\"a\",\"translation\":2}"
      })
  void aLineThatIsNoSuchObjectIsNamed(String line) {
    CommandLineRun run = translate("{\"text\":\"a\"}\n" + line + "\n", "--format", "jsonl");
    assertEquals(1, run.exitCode());
    assertEquals(1, run.out().lines().count(), "the line before it is translated");
    assertTrue(run.err().startsWith("dolmetsch: standard input:2: "), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }

  @Test
  void whatIsOnlyPassedOnMayHaveAFieldTwice() {
    String line = "{\"text\":\"Yes.\",\"more\":{\"k\":1,\"k\":2},\"m\":1,\"m\":2";
    assertEquals(
        line + ",\"translation\":" + json(text("Yes.")) + "}\n",
        done(translate(line + "}\n", "--format", "jsonl")));
  }

  @Test
  void columnsAreKeptAndTheTranslationIsAppendedOrReplacesOne() {
    String yes = text("Yes.");
    String table = "1\tYes.\t\r\n\n2\tYes.\tx\n";
    assertEquals(
        "1\tYes.\t\t" + yes + "\r\n\n2\tYes.\tx\t" + yes + "\n",
        done(translate(table, "--format", "tsv", "--source-column", "2")));
    assertEquals(
        "1\tYes.\t" + yes + "\r\n\n2\tYes.\t" + yes + "\n",
        done(
            translate(
                table, "--format", "tsv", "--source-column", "2", "--translation-column", "3")));
    CommandLineRun missing = translate("a\tb\nc\n", "--format", "tsv", "--source-column", "2");
    assertEquals(1, missing.exitCode());
    assertTrue(
        missing.err().startsWith("dolmetsch: standard input:2: has 1 column"), missing.err());
  }

  @Test
  void whatIsOnlyPassedOnMayBeOfAnySize() {
    String deep = "[".repeat(2_000) + "]".repeat(2_000);
    String fields = "\"number\":" + "1".repeat(2_000) + ",\"not\":NaN,\"deep\":" + deep;
    String line = "{\"text\":\"Yes.\"," + fields + "}\n";
    String result = done(translate(line, "--format", "jsonl"));
    assertTrue(result.startsWith("{\"text\":\"Yes.\"," + fields + ","), result);
  }

  @Test
  void aRowOfEmptyColumnsGetsAnEmptyOne() {
    String rows = done(translate("\t\n\n", "--format", "tsv"));
    assertEquals("\t\t\n\n", rows);
  }

  @Test
  void otherColumnsAndFieldsMayBeLong() {
    String longText = "x".repeat((1 << 20) + 1);
    assertEquals(
        "Yes.\t" + longText + "\tend\t" + text("Yes.") + "\n",
        done(translate("Yes.\t" + longText + "\tend\n", "--format", "tsv")));
    String object = "{\"text\":\"Yes.\",\"other\":\"" + longText + "\"";
    assertEquals(
        object + ",\"translation\":" + json(text("Yes.")) + "}\n",
        done(translate(object + "}\n", "--format", "jsonl")));
  }

  @Test
  void whatIsTooLongForAnyRecordIsRefusedNotCut() {
    CommandLineRun run =
        translate("Yes.\tone\nYes.\t" + "x".repeat(1 << 24) + "\tend\n", "--format", "tsv");
    assertEquals(1, run.exitCode());
    assertEquals("Yes.\tone\t" + text("Yes.") + "\n", run.out());
    assertTrue(run.err().contains("standard input:2: longer than 16777216 bytes"), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }
}
