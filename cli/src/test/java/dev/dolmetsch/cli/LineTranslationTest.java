package dev.dolmetsch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.decode.SourceSentence;
import dev.dolmetsch.model.decode.Translation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Chunks of one line each. */
@Timeout(60)
class LineTranslationTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final CountDownLatch secondBegun = new CountDownLatch(1);
  private final CountDownLatch secondAbandoned = new CountDownLatch(1);

  private static Translation upperCase(SourceSentence sentence) {
    String text = sentence.text().toUpperCase(Locale.ROOT);
    return new Translation(
        sentence.text(), List.of(new Translation.Candidate(text, 0, 0, List.of())), false);
  }

  /** Waits for what never comes. */
  private List<Translation> hang() {
    secondBegun.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      secondAbandoned.countDown();
    }
    throw new DolmetschException("interrupted");
  }

  private void translate(
      String input,
      OutputStream output,
      int underWay,
      Function<SourceLines, Function<List<SourceSentence>, List<Translation>>> translator) {
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            output,
            new PrintStream(OutputStream.nullOutputStream(), false, UTF_8),
            false,
            false,
            false,
            80);
    PlainLines format = new PlainLines(false, false);
    SourceLines lines =
        new SourceLines(
            Lines.of(Optional.empty(), terminal),
            format,
            1,
            Optional.empty(),
            String::length,
            terminal);
    try (PrefixOptions.Prefixes prefixes =
            new PrefixOptions().open(terminal, Lines.InvalidUtf8.REFUSE);
        LineTranslation translation =
            new LineTranslation(
                translator.apply(lines),
                100,
                format,
                prefixes,
                new LinkColumn(Optional.empty(), Optional.empty()),
                new TranslationProgress(terminal, false),
                terminal,
                underWay)) {
      translation.run(lines, Results.to(terminal));
    }
  }

  @Test
  void aChunkThatIsDoneFirstIsWrittenInItsTurn() {
    translate(
        "first\nsecond\nthird\n",
        out,
        2,
        lines ->
            sentences -> {
              if (sentences.get(0).text().equals("second")) {
                secondBegun.countDown();
              } else if (sentences.get(0).text().equals("first")) {
                awaitSecond();
              }
              return sentences.stream().map(LineTranslationTest::upperCase).toList();
            });
    assertEquals("FIRST\nSECOND\nTHIRD\n", out.toString(UTF_8));
  }

  private void awaitSecond() {
    try {
      assertTrue(secondBegun.await(30, TimeUnit.SECONDS), "two chunks are under way");
    } catch (InterruptedException e) {
      throw new DolmetschException("interrupted", e);
    }
  }

  @Test
  void whoeverWaitsForResultsIsNotAskedForMore() {
    List<Long> read = Collections.synchronizedList(new ArrayList<>());
    List<String> written = Collections.synchronizedList(new ArrayList<>());
    translate(
        "first\nsecond\nthird\n",
        out,
        1,
        lines ->
            sentences -> {
              read.add(lines.line());
              written.add(out.toString(UTF_8));
              return sentences.stream().map(LineTranslationTest::upperCase).toList();
            });
    assertEquals(List.of(1L, 2L, 3L), read);
    assertEquals(List.of("", "FIRST\n", "FIRST\nSECOND\n"), written);
  }

  @Test
  void whatIsUnderWayIsAbandonedIfAChunkFails() throws InterruptedException {
    DolmetschException failure =
        assertThrows(
            DolmetschException.class,
            () ->
                translate(
                    "first\nsecond\n",
                    out,
                    2,
                    lines ->
                        sentences -> {
                          if (sentences.get(0).text().equals("second")) {
                            return hang();
                          }
                          awaitSecond();
                          throw new DolmetschException("broken");
                        }));
    assertEquals("broken", failure.getMessage());
    assertTrue(secondAbandoned.await(30, TimeUnit.SECONDS));
  }

  @Test
  void whatIsUnderWayIsAbandonedIfNobodyReadsTheResults() throws InterruptedException {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    assertThrows(
        OutputClosedException.class,
        () ->
            translate(
                "first\nsecond\n",
                closed,
                2,
                lines ->
                    sentences -> {
                      if (sentences.get(0).text().equals("second")) {
                        return hang();
                      }
                      awaitSecond();
                      return sentences.stream().map(LineTranslationTest::upperCase).toList();
                    }));
    assertTrue(secondAbandoned.await(30, TimeUnit.SECONDS));
  }

  @Test
  void chunksBeforeOneThatFailsAreWritten() {
    DolmetschException failure =
        assertThrows(
            DolmetschException.class,
            () ->
                translate(
                    "first\nsecond\nthird\n",
                    out,
                    2,
                    lines ->
                        sentences -> {
                          if (sentences.get(0).number() == 3) {
                            throw new DolmetschException("the third is refused");
                          }
                          return sentences.stream().map(LineTranslationTest::upperCase).toList();
                        }));
    assertEquals("the third is refused", failure.getMessage());
    assertEquals("FIRST\nSECOND\n", out.toString(UTF_8));
  }
}
