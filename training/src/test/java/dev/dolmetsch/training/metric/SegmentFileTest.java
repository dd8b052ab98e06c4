package dev.dolmetsch.training.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dolmetsch.data.DolmetschException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentFileTest {

  @TempDir Path folder;

  @Test
  void onlyLineFeedsSeparateSegments() throws IOException {
    assertEquals(
        List.of("a\u0085b\u2028c\u000Bd", "e\rf", "g"),
        read("a\u0085b\u2028c\u000Bd\ne\rf\r\ng\n"));
  }

  @Test
  void blankLinesAreSegmentsAndTrailingSpaceIsDropped() throws IOException {
    assertEquals(List.of("", " a", "", "b"), read("\n a \u00A0\n\u3000\nb"));
  }

  @Test
  void aFinalLineFeedOpensNoFurtherSegment() throws IOException {
    assertEquals(List.of("a"), read("a\n"));
    assertEquals(List.of("a", ""), read("a\n\n"));
    assertEquals(List.of(), read(""));
  }

  @Test
  void aByteOrderMarkIsTextAsForPython() throws IOException {
    assertEquals(List.of("\uFEFFa"), read("\uFEFFa\n"));
  }

  @Test
  void compressedFilesAreReadByTheirName() throws IOException {
    Path file = folder.resolve("text.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("ä\nb\n".getBytes(StandardCharsets.UTF_8));
    }

    assertEquals(List.of("ä", "b"), SegmentFile.read(file));
  }

  @Test
  void aPipeIsReadToItsEnd() throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/mkfifo"))
            && new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start().waitFor() == 0,
        "this system has no mkfifo");
    String text = "a\n".repeat(100_000);
    CompletableFuture<Path> writing =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.writeString(pipe, text);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    assertEquals(Collections.nCopies(100_000, "a"), SegmentFile.read(pipe));
    assertEquals(pipe, writing.get());
  }

  @Test
  void invalidUtf8IsRefusedWithFileAndLine() throws IOException {
    Path file = folder.resolve("latin1.txt");
    Files.write(file, "gut\nsch\u00F6n\n".getBytes(StandardCharsets.ISO_8859_1));

    String message =
        assertThrows(DolmetschException.class, () -> SegmentFile.read(file)).getMessage();
    assertTrue(message.startsWith(file + ":2: "), message);
  }

  @Test
  void whetherAFileIsCompressedIsSeenInItNotInItsName() throws IOException {
    Path plain = Files.writeString(folder.resolve("plain.gz"), "a\n");
    assertEquals(List.of("a"), SegmentFile.read(plain));
    Path compressed = folder.resolve("compressed");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
      out.write("a\n".getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(List.of("a"), SegmentFile.read(compressed));
  }

  @Test
  void unreadableFilesAreRefusedByName() {
    Path missing = folder.resolve("missing.txt");

    for (Path file : List.of(missing, folder)) {
      String message =
          assertThrows(DolmetschException.class, () -> SegmentFile.read(file)).getMessage();
      assertTrue(message.startsWith(file + ": "), message);
    }
  }

  private List<String> read(String content) throws IOException {
    return SegmentFile.read(Files.writeString(folder.resolve("text.txt"), content));
  }
}
