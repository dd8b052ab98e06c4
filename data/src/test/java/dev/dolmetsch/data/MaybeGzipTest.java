package dev.dolmetsch.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaybeGzipTest {
  private static byte[] compressed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "abc\nd"})
  void plainTextStaysAsItIs(String text) throws IOException {
    MaybeGzip plain = MaybeGzip.of(new ByteArrayInputStream(text.getBytes(UTF_8)));
    assertFalse(plain.compressed());
    assertArrayEquals(text.getBytes(UTF_8), plain.text().readAllBytes());
  }

  /** Between them a pipe has nothing available. */
  @Test
  void allMembersAreReadHoweverTheyCome() throws IOException {
    InputStream members =
        new SequenceInputStream(
            new ByteArrayInputStream(compressed("a\n")),
            new ByteArrayInputStream(compressed("b\n")));
    MaybeGzip both = MaybeGzip.of(members);
    assertTrue(both.compressed());
    assertEquals("a\nb\n", new String(both.text().readAllBytes(), UTF_8));
  }

  @Test
  void whatIsCutOffFails() throws IOException {
    byte[] whole = compressed("a line\n".repeat(100));
    InputStream cut = new ByteArrayInputStream(Arrays.copyOf(whole, whole.length - 9));
    InputStream text = MaybeGzip.of(cut).text();
    assertThrows(IOException.class, text::readAllBytes);
  }
}
