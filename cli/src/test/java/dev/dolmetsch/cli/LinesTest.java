package dev.dolmetsch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dolmetsch.data.DolmetschException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinesTest {
  private final ByteArrayOutputStream warnings = new ByteArrayOutputStream();

  private Lines lines(String input, Lines.Limit limit) {
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            OutputStream.nullOutputStream(),
            new PrintStream(warnings, false, UTF_8),
            false,
            false,
            false,
            80);
    return Lines.of(Optional.empty(), terminal, Lines.InvalidUtf8.REFUSE, limit);
  }

  private static List<String> all(Lines lines) {
    List<String> all = new ArrayList<>();
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      all.add(line.get());
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource({
    "1, a",
    "2, a",
    "3, a\u00e4",
    "4, a\u00e4",
    "5, a\u00e4",
    "6, a\u00e4\u20ac",
    "9, a\u00e4\u20ac",
    "10, a\u00e4\u20ac\ud83d\ude00",
    "11, a\u00e4\u20ac\ud83d\ude00b"
  })
  void aLongLineIsCutBehindTheLastWholeCharacter(int bytes, String beginning) {
    String longLine = "a\u00e4\u20ac\ud83d\ude00bc";
    assertEquals(
        List.of(beginning, "z"), all(lines(longLine + "\nz\n", new Lines.Limit(bytes, true))));
    assertEquals(
        "dolmetsch: standard input:1: warning: longer than "
            + bytes
            + " bytes; only its beginning is read\n",
        warnings.toString(UTF_8));
  }

  @Test
  void aLineOfTheLimitIsWhole() {
    assertEquals(List.of("abc", "de"), all(lines("abc\nde", new Lines.Limit(3, true))));
    assertEquals("", warnings.toString(UTF_8));
  }

  @Test
  void whereNothingMayBeLostALongLineEndsTheCommand() {
    Lines lines = lines("abc\nabcd\n", new Lines.Limit(3, false));
    assertEquals(Optional.of("abc"), lines.next());
    assertEquals(
        "standard input:2: longer than 3 bytes; shorten it, or take it out",
        assertThrows(DolmetschException.class, lines::next).getMessage());
  }
}
