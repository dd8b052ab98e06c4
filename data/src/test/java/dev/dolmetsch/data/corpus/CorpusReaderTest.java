package dev.dolmetsch.data.corpus;

import static dev.dolmetsch.data.corpus.TestFiles.failure;
import static dev.dolmetsch.data.corpus.TestFiles.gzip;
import static dev.dolmetsch.data.corpus.TestFiles.pairs;
import static dev.dolmetsch.data.corpus.TestFiles.write;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.data.DolmetschException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusReaderTest {
  @TempDir Path folder;

  private List<SentencePair> read(String english, String german) throws IOException {
    return pairs(CorpusFiles.of(write(folder, "x.en", english), write(folder, "x.de", german)));
  }

  @Test
  void linesOfTheSameNumberArePaired() throws IOException {
    assertEquals(
        List.of(new SentencePair("A dog.", "Ein Hund."), new SentencePair("Cheese!", "Käse!")),
        read("A dog.\nCheese!\n", "Ein Hund.\nKäse!"));
  }

  @Test
  void blankLinesArePairsToo() throws IOException {
    assertEquals(
        List.of(new SentencePair("", ""), new SentencePair("a", ""), new SentencePair("", " ")),
        read("\na\n\n", "\n\n \n"));
  }

  @Test
  void onlyLineFeedsEndLines() throws IOException {
    String odd = "a\u2028b\u0085c\rd\u000Be\fg\u2029h";
    assertEquals(List.of(new SentencePair(odd, "x")), read(odd + "\n", "x\n"));
  }

  @Test
  void oneCarriageReturnAndTheByteOrderMarkAreDropped() throws IOException {
    assertEquals(
        List.of(
            new SentencePair("a", "x"),
            new SentencePair("b\r", "\uFEFFy"),
            new SentencePair("", "z")),
        read("\uFEFFa\r\nb\r\r\n\r\n", "x\r\n\uFEFFy\r\nz\r\n"));
  }

  @Test
  void gzipIsToldByContent() throws IOException {
    Path english = write(folder, "english", gzip("one\ntwo\n"));
    Path german = write(folder, "german", "eins\nzwei\n");
    assertEquals(
        List.of(new SentencePair("one", "eins"), new SentencePair("two", "zwei")),
        pairs(CorpusFiles.of(english, german)));
  }

  @Test
  void severalGzipStreamsInOneFileAreOneText() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(gzip("a\tA\nb"));
    bytes.write(gzip(""));
    bytes.write(gzip("b\tB\n"));
    assertEquals(
        List.of(new SentencePair("a", "A"), new SentencePair("bb", "B")),
        pairs(CorpusFiles.of(write(folder, "x.tsv.gz", bytes.toByteArray()))));
  }

  @Test
  void linesLongerThanTheBufferAreWhole() throws IOException {
    List<SentencePair> expected = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      SentencePair pair = new SentencePair("ä€😀".repeat(i * 97), "ß".repeat(i * 211));
      expected.add(pair);
      text.append(pair.english()).append('\t').append(pair.german()).append('\n');
    }
    assertEquals(expected, pairs(CorpusFiles.of(write(folder, "x.tsv", text.toString()))));
  }

  @Test
  void aFileIsHashedAsItLiesOnDisk() throws IOException {
    Path file = write(folder, "x.tsv", gzip("abc\tdef\n"));
    try (CorpusReader reader = CorpusFiles.of(file).open()) {
      assertThrows(IllegalStateException.class, reader::fingerprints);
      reader.next();
      assertTrue(!reader.hasNext());
      assertEquals(List.of(FileFingerprint.of(file)), reader.fingerprints());
      assertEquals(Files.size(file), reader.fingerprints().get(0).bytes());
    }
    assertEquals(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        FileFingerprint.of(write(folder, "abc", "abc")).sha256());
  }

  @Test
  void invalidUtf8IsRefusedWithFileAndLine() throws IOException {
    Path english = write(folder, "x.en", "a\nb\nc\n");
    Path german = write(folder, "x.de", "Ä\nb\nZum Gl\u00FCck\n".getBytes(ISO_8859_1));
    assertEquals(
        german + ":1: not valid UTF-8 (byte 1 of the line is 0xC4); convert the file to UTF-8",
        failure(() -> pairs(CorpusFiles.of(english, german))));
    byte[] surrogate = {'o', 'k', '\n', 'x', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '\n'};
    Path tsv = write(folder, "x.tsv", surrogate);
    assertTrue(
        failure(() -> pairs(CorpusFiles.of(english, tsv))).startsWith(tsv + ":2: not valid"));
    Path cutOff = write(folder, "cut", Arrays.copyOf("a\nb\nä".getBytes(UTF_8), 5));
    assertTrue(
        failure(() -> pairs(CorpusFiles.of(english, cutOff))).startsWith(cutOff + ":3: not valid"));
  }

  @Test
  void aGenuineReplacementCharacterIsText() throws IOException {
    assertEquals(List.of(new SentencePair("a\uFFFDb", "x")), read("a\uFFFDb\n", "x\n"));
  }

  @Test
  void differentLineCountsAreBothNamed() throws IOException {
    Path english = write(folder, "x.en", "a\nb\nc\n");
    Path german = write(folder, "x.de", "a\nb\nc\nd\ne");
    String message = failure(() -> pairs(CorpusFiles.of(english, german)));
    assertTrue(message.contains(english + " has 3 lines"), message);
    assertTrue(message.contains(german + " has 5"), message);
    String swapped = failure(() -> pairs(CorpusFiles.of(german, english)));
    assertTrue(swapped.contains(german + " has 5 lines"), swapped);
  }

  @Test
  void unreadablePathsAreNamed() throws IOException {
    Path file = write(folder, "x.en", "a\n");
    Path missing = folder.resolve("missing.de");
    assertEquals(
        missing + ": no such file; check the path",
        failure(() -> CorpusFiles.of(file, missing).open()));
    assertEquals(
        folder + ": is a directory; name the file itself",
        failure(() -> CorpusFiles.of(folder).open()));
  }

  @Test
  void damagedGzipIsRefused() throws IOException {
    String text = "some text\tirgendein Text\n".repeat(20000);
    byte[] whole = gzip(text);
    Path cut = write(folder, "cut.gz", Arrays.copyOf(whole, whole.length - 20));
    assertTrue(failure(() -> pairs(CorpusFiles.of(cut))).contains("damaged or cut off"));
    byte[] flipped = whole.clone();
    flipped[whole.length / 2] ^= 0x55;
    Path bad = write(folder, "bad.gz", flipped);
    assertTrue(failure(() -> pairs(CorpusFiles.of(bad))).contains("damaged"));
    byte[] wrongSum = whole.clone();
    wrongSum[whole.length - 6] ^= 1;
    Path sum = write(folder, "sum.gz", wrongSum);
    assertTrue(failure(() -> pairs(CorpusFiles.of(sum))).contains("damaged"));
    Path trailing = write(folder, "trailing.gz", Arrays.copyOf(whole, whole.length + 1));
    assertTrue(failure(() -> pairs(CorpusFiles.of(trailing))).contains("damaged"));
    Path header = write(folder, "header.gz", Arrays.copyOf(whole, 5));
    assertTrue(failure(() -> pairs(CorpusFiles.of(header))).startsWith(header + ":1:"));
  }

  @Test
  void noChangedOrMissingByteOfGzipGoesUnnoticed() throws IOException {
    byte[] whole = gzip("one\teins\ntwo\tzwei\nthree\tdrei\n");
    List<SentencePair> expected = pairs(CorpusFiles.of(write(folder, "whole.gz", whole)));
    for (int at = 0; at < whole.length; at++) {
      Path cut = write(folder, "cut.gz", Arrays.copyOf(whole, at));
      assertTrue(failure(() -> pairs(CorpusFiles.of(cut))).startsWith(cut.toString()));
      byte[] changed = whole.clone();
      changed[at] ^= 0x04;
      Path file = write(folder, "changed.gz", changed);
      try {
        // Bytes of the header such as the time of packing do not matter.
        assertEquals(expected, pairs(CorpusFiles.of(file)), "byte " + at);
      } catch (DolmetschException e) {
        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
      }
    }
  }

  @Test
  void aGzipNameWithoutGzipContentIsRefused() throws IOException {
    Path page = write(folder, "x.tsv.gz", "<html>not found</html>\n");
    assertTrue(failure(() -> CorpusFiles.of(page).open()).contains("holds no gzip data"));
    Path empty = write(folder, "empty.gz", "");
    assertTrue(failure(() -> CorpusFiles.of(empty).open()).contains("holds no gzip data"));
  }

  @Test
  void tsvLinesHaveExactlyTwoColumns() throws IOException {
    Path one = write(folder, "one.tsv", "a\tb\nno tab\n");
    assertTrue(
        failure(() -> pairs(CorpusFiles.of(one))).startsWith(one + ":2: has 1 column but must"));
    Path three = write(folder, "three.tsv", "a\tb\tc\n");
    assertTrue(
        failure(() -> pairs(CorpusFiles.of(three))).startsWith(three + ":1: has 3 columns but"));
  }

  @Test
  void anEndlessLineIsRefused() throws IOException {
    String longest = "x".repeat(LineReader.MAX_LINE_BYTES);
    assertEquals(1, read(longest + "\n", "a\n").size());
    Path file = write(folder, "long.tsv", "a\tb\n" + longest + "x");
    assertTrue(
        failure(() -> pairs(CorpusFiles.of(file))).startsWith(file + ":2: the line is longer"));
  }
}
