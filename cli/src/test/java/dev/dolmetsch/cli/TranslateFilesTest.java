package dev.dolmetsch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.dolmetsch.data.DolmetschException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of {@code translate}, what it leaves when it is killed, and input that is no text. */
class TranslateFilesTest extends UselessTranslations {
  @ParameterizedTest
  @ValueSource(strings = {"text", "jsonl", "tsv", "n-best"})
  void aKilledRunGoesOnBehindItsLastCompleteLine(String format) throws IOException {
    String sentences = "Yes.\n\nThe dog sleeps.\nA cat runs.\nNo.\n";
    Path input =
        Files.writeString(
            folder.resolve(format + ".in"),
            format.equals("jsonl")
                ? sentences.replaceAll("(?m)^(.+)$", "{\"text\":\"$1\"}")
                : sentences);
    Path output = folder.resolve(format + ".out");
    Path part = folder.resolve(format + ".out.part");
    String[] options =
        Stream.concat(
                Stream.of("--input", input.toString(), "--output", output.toString()),
                format.equals("n-best")
                    ? Stream.of("--n-best", "2")
                    : Stream.of("--format", format))
            .toArray(String[]::new);
    String[] continuing =
        Stream.concat(Stream.of(options), Stream.of("--continue")).toArray(String[]::new);
    done(translate("", options));
    assertFalse(Files.exists(part));
    byte[] whole = Files.readAllBytes(output);
    for (int length = 0; length <= whole.length; length += 7) {
      Files.delete(output);
      Files.write(part, Arrays.copyOf(whole, length));
      assertEquals(1, translate("", options).exitCode(), "it is not overwritten");
      done(translate("", continuing));
      assertEquals(new String(whole, UTF_8), Files.readString(output), "after " + length);
      assertFalse(Files.exists(part));
    }
    CommandLineRun again = translate("", continuing);
    assertTrue(again.err().contains("is complete"), again.err());
    done(again);
  }

  @Test
  void whatAnotherRunIsWritingIsNotContinued() throws IOException {
    Path output = folder.resolve("shared.out");
    Path part = Files.writeString(folder.resolve("shared.out.part"), "Ja.\nJ");
    try (FileChannel other = FileChannel.open(part, StandardOpenOption.WRITE);
        FileLock lock = other.lock()) {
      assertTrue(lock.isValid());
      CommandLineRun run = translate("Yes.\n", "--output", output.toString(), "--continue");
      assertEquals(1, run.exitCode());
      assertTrue(run.err().contains("another run is writing this"), run.err());
    }
    assertEquals("Ja.\nJ", Files.readString(part));
  }

  @Test
  void aPartIsNobodyElsesFromBeforeItIsLookedAtTillItsEnd() throws IOException {
    Path part = Files.writeString(folder.resolve("locked.part"), "Ja.\nJ");
    try (PartFile first = PartFile.open(part, true)) {
      assertEquals(1, first.keepComplete(false));
      assertThrows(DolmetschException.class, () -> PartFile.open(part, true));
      first.stream().write("Nein.\n".getBytes(StandardCharsets.UTF_8));
      assertThrows(DolmetschException.class, () -> PartFile.open(part, true));
    }
    assertEquals("Ja.\nNein.\n", Files.readString(part));
    PartFile.open(part, true).close();
  }

  /** It was under way when the second one looked. */
  @Test
  void whatAnotherRunHasCompletedMeanwhileIsNotDoneAgain() throws IOException {
    Path output = Files.writeString(folder.resolve("complete"), "Ja.\n");
    assertTrue(Results.growing(output, true, part -> fail("nobody has begun it")).isEmpty());
    assertEquals("Ja.\n", Files.readString(output));
    assertFalse(Files.exists(PartFile.of(output)));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void compressedLinesComeThroughAPipeToo() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (int member = 0; member < 2; member++) {
      try (OutputStream out = new GZIPOutputStream(members)) {
        out.write("Yes.\n".getBytes(StandardCharsets.UTF_8));
      }
    }
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> {
              try {
                Files.write(pipe, members.toByteArray(), StandardOpenOption.WRITE);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    String yes = text("Yes.") + "\n";
    assertEquals(yes + yes, done(translate("", "--input", pipe.toString())));
    writing.join();
  }

  @Test
  void aLinkToNoFileYetStaysALink() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("linked.out"));
    done(translate("Yes.\n", "--output", link.toString()));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(text("Yes.") + "\n", Files.readString(folder.resolve("linked.out")));
  }

  @Test
  void aLinkToALinkToNoFileYetLeavesBothLinks() throws IOException {
    Path inner = Files.createSymbolicLink(folder.resolve("inner"), Path.of("twice.out"));
    Path outer = Files.createSymbolicLink(folder.resolve("outer"), Path.of("inner"));
    done(translate("Yes.\n", "--output", outer.toString()));
    assertTrue(Files.isSymbolicLink(inner));
    assertTrue(Files.isSymbolicLink(outer));
    assertEquals(text("Yes.") + "\n", Files.readString(folder.resolve("twice.out")));
    Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    CommandLineRun run = translate("Yes.\n", "--output", loop.toString());
    assertEquals(1, run.exitCode());
    assertTrue(run.err().startsWith("dolmetsch: " + loop + ": cannot be written"), run.err());
  }

  @Test
  void linesBeforeOneWithoutAPrefixAreTranslated() throws IOException {
    Path prefixes = Files.writeString(folder.resolve("short.prefix"), "Ja\n");
    CommandLineRun run = translate("Yes.\nNo.\nYes.\n", "--prefix-file", prefixes.toString());
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("has only 1 line,"), run.err());
    List<String> lines = run.out().lines().toList();
    assertEquals(1, lines.size(), run.out());
    assertTrue(lines.get(0).startsWith("Ja"), run.out());
  }

  @Test
  void prefixesOfNoLineAreMentioned() throws IOException {
    Path prefixes = Files.writeString(folder.resolve("long.prefix"), "Ja\nNein\nDer\n");
    CommandLineRun run = translate("Yes.\nNo.\n", "--prefix-file", prefixes.toString());
    assertEquals(2, done(run).lines().count());
    assertTrue(run.err().contains(prefixes + ": warning: has more lines"), run.err());
  }

  @Test
  void prefixesThatAreNoUtf8AreReplacedOrRefusedLikeLines() throws IOException {
    Path prefixes =
        Files.write(folder.resolve("bytes.prefix"), new byte[] {'J', 'a', '\n', (byte) 0xff, '\n'});
    String[] options = {"--prefix-file", prefixes.toString()};
    CommandLineRun replaced = translate("Yes.\nNo.\n", options);
    assertEquals(2, done(replaced).lines().count());
    assertTrue(replaced.err().contains(prefixes + ":2: warning: not valid UTF-8"), replaced.err());
    CommandLineRun refused = translate("Yes.\nNo.\n", with(options, "--invalid-utf8", "refuse"));
    assertEquals(1, refused.exitCode());
    assertEquals(1, refused.out().lines().count());
  }

  @Test
  void compressedStandardInputIsRefusedInsteadOfTranslated() {
    CommandLineRun run = translate(new byte[] {0x1f, (byte) 0x8b, 8, 0, '\n'});
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("standard input: is compressed"), run.err());
    assertEquals("", run.out());
  }

  @Test
  void aContinuedRunGoesOnWithThePrefixesOfItsLines() throws IOException {
    Path input = Files.writeString(folder.resolve("forced.in"), "Yes.\nNo.\n\nYes.\nNo.\n");
    Path prefixes = Files.writeString(folder.resolve("forced.prefix"), "Ja\nNein\n\n\nDer\n");
    Path output = folder.resolve("forced.out");
    String[] options = {
      "--input",
      input.toString(),
      "--output",
      output.toString(),
      "--prefix-file",
      prefixes.toString(),
      "--continue"
    };
    done(translate("", options));
    List<String> whole = Files.readAllLines(output);
    assertTrue(whole.get(1).startsWith("Nein"), whole.toString());
    assertTrue(whole.get(4).startsWith("Der"), whole.toString());
    for (int lines = 0; lines <= whole.size(); lines++) {
      Files.delete(output);
      Files.write(folder.resolve("forced.out.part"), whole.subList(0, lines));
      done(translate("", options));
      assertEquals(whole, Files.readAllLines(output), "after " + lines);
    }
  }

  @Test
  void aFailedRunLeavesWhatItHas() throws IOException {
    Path output = folder.resolve("failed.out");
    CommandLineRun run =
        translate(
            "{\"text\":\"Yes.\"}\n[]\n",
            "--format",
            "jsonl",
            "--chunk-lines",
            "1",
            "--output",
            output.toString());
    assertEquals(1, run.exitCode());
    assertFalse(Files.exists(output));
    assertEquals(1, Files.readAllLines(folder.resolve("failed.out.part")).size());
    CommandLineRun other = translate("", "--output", output.toString(), "--continue");
    assertEquals(1, other.exitCode());
    assertTrue(other.err().contains("continue with the same input"), other.err());
  }

  @Test
  void chunksOfAFileAreWrittenInTheirOrderUpToALineThatIsRefused() throws IOException {
    List<String> texts = new ArrayList<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < 60; i++) {
      texts.add(i % 7 == 3 ? "" : "Yes. ".repeat(1 + i % 5).strip());
      bytes.write((texts.get(i) + "\n").getBytes(UTF_8));
    }
    Path whole = Files.write(folder.resolve("whole.in"), bytes.toByteArray());
    List<String> expected = done(translate(bytes.toByteArray())).lines().toList();
    String[] options = {"--invalid-utf8", "refuse", "--chunk-lines", "3"};
    CommandLineRun all = translate("", with(options, "--input", whole.toString()));
    assertEquals(expected, done(all).lines().toList());

    byte[] broken = bytes.toByteArray();
    int start = String.join("\n", texts.subList(0, 41)).length() + 1;
    broken[start] = (byte) 0xFF; // In line 42, so in the chunk of lines 40 to 42.
    Path input = Files.write(folder.resolve("broken.in"), broken);
    Path output = folder.resolve("broken.out");
    String[] files = with(options, "--input", input.toString(), "--output", output.toString());
    CommandLineRun failed = translate("", files);
    assertEquals(1, failed.exitCode());
    assertTrue(failed.err().contains("broken.in:42"), failed.err());
    List<String> part = Files.readAllLines(folder.resolve("broken.out.part"));
    assertEquals(expected.subList(0, 41), part);

    Files.write(input, bytes.toByteArray());
    done(translate("", with(files, "--continue")));
    assertEquals(expected, Files.readAllLines(output));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "/dev/stdout", "/proc/self/fd/1"})
  void standardOutputHasNames(String name) {
    assertEquals(text("Yes."), text("Yes.", "--output", name, "--input", "-"));
  }

  /** Its file is written on, not replaced. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void whatAShellHasOpenedIsWrittenOn() throws Exception {
    Path errors = Files.writeString(folder.resolve("opened"), "first\n");
    Process process =
        ChildProcess.of(
                List.of(), List.of("translate", "--model", TinyRun.PATH, "--output", "/dev/stderr"))
            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
            .start();
    try (OutputStream input = process.getOutputStream()) {
      input.write("Yes.\n".getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(0, process.waitFor());
    List<String> lines = Files.readAllLines(errors);
    assertEquals("first", lines.get(0));
    assertEquals(2, lines.size(), lines.toString());
  }

  private static String[] with(String[] options, String... more) {
    return Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void theInputIsNotOverwritten() throws IOException {
    Path file = Files.writeString(folder.resolve("same.en"), "Yes.\n");
    Path link = Files.createSymbolicLink(folder.resolve("link.en"), file);
    CommandLineRun run = translate("", "--input", file.toString(), "--output", link.toString());
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("is an input, which would be lost"), run.err());
    assertEquals("Yes.\n", Files.readString(file));
  }

  @Test
  void anOlderOutputIsNotTakenForThatOfARunThatFailedAtOnce() throws IOException {
    Path output = Files.writeString(folder.resolve("older.out"), "old\n");
    String[] options = {"--format", "jsonl", "--output", output.toString(), "--continue"};
    String[] first = Arrays.copyOf(options, options.length - 1);
    assertEquals(1, translate("[]\n", first).exitCode());
    assertEquals("old\n", Files.readString(output));
    done(translate("{\"text\":\"Yes.\"}\n", options));
    assertTrue(Files.readString(output).contains("Yes."));
    assertFalse(Files.exists(folder.resolve("older.out.part")));
  }

  @Test
  void noInputShiftsALine() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<String> lines =
        List.of(
            "\uFEFFYes.",
            "",
            "\u0000\u0001\u0007\u001b[31m red \u007f",
            "😀👨‍👩‍👧‍👦🇩🇪",
            "مرحبا بالعالم",
            "שלום \u202Eabc\u202C",
            "\u2028\u2029\u0085\u000B\f\r",
            "\uFFFD\uFFFF\uDBFF\uDFFF",
            "漢字仮名交じり文".repeat(2000),
            "e\u0301\u0301\u0301".repeat(500),
            "\t\t\t",
            "Yes.");
    for (String line : lines) {
      bytes.write((line + "\n").getBytes(UTF_8));
    }
    bytes.write(new byte[] {'N', (byte) 0xC3, (byte) 0x28, (byte) 0xFF, '\n'});
    CommandLineRun run = translate(bytes.toByteArray());
    List<String> translations = List.of(done(run).split("\n", -1));
    assertEquals(lines.size() + 2, translations.size());
    String yes = text("Yes.");
    assertEquals(yes, translations.get(0));
    assertEquals("", translations.get(1));
    assertEquals("", translations.get(10));
    assertEquals(yes, translations.get(11));
    assertTrue(run.err().contains("standard input:13: warning: not valid UTF-8"), run.err());
  }

  /** The folder is read once in a process. */
  @Test
  void aFolderInWhichNativesCannotBeUnpackedIsNamedInOneLine() throws Exception {
    Path file = Files.writeString(folder.resolve("a file"), "");
    Path error = folder.resolve("stderr");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "translate",
                "--model",
                model)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(error.toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().put("ENGINE_CACHE_DIR", file.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    assertEquals(1, process.waitFor());
    // Newer JDKs warn of natives unless told, as the launcher does, that they may be loaded.
    List<String> said =
        Files.readAllLines(error).stream()
            .filter(line -> !line.startsWith("WARNING: ") && !line.isBlank())
            .toList();
    assertEquals(1, said.size(), said.toString());
    assertTrue(said.get(0).startsWith("dolmetsch: " + file), said.toString());
    assertTrue(said.get(0).contains("DOLMETSCH_NATIVES"), said.toString());
  }
}
