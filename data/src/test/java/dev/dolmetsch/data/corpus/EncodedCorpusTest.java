package dev.dolmetsch.data.corpus;

import static dev.dolmetsch.data.corpus.TestFiles.failure;
import static dev.dolmetsch.data.corpus.TestFiles.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodedCorpusTest {
  /** Ids of one to five bytes: a character's code point, and for one character the largest int. */
  private static final Encoder CHARACTERS =
      line -> line.codePoints().map(c -> c == '∞' ? Integer.MAX_VALUE : c).toArray();

  private static final CorpusFilters FILTERS = new CorpusFilters(true, 50, 0, true, true);

  @TempDir Path folder;
  private Path cache;
  private Path english;
  private Path german;

  @BeforeEach
  void writeCorpus() throws IOException {
    cache = folder.resolve("run/cache");
    english = write(folder, "x.en", "A dog.\nCheese!\nA dog.\n😀\n∞ and more\n");
    german = write(folder, "x.de", "Ein Hund.\nKäse!\nEin Hund.\n€\nund mehr\n");
  }

  private EncodedCorpus open() {
    return open(FILTERS, "characters");
  }

  private EncodedCorpus open(CorpusFilters filters, String identity) {
    return EncodedCorpus.open(
        CorpusFiles.of(english, german), filters, CHARACTERS, identity, cache, "train");
  }

  private static void assertHoldsTheCorpus(EncodedCorpus corpus) {
    List<String> left = List.of("A dog.", "Cheese!", "😀", "∞ and more");
    List<String> right = List.of("Ein Hund.", "Käse!", "€", "und mehr");
    EncodedPairs pairs = corpus.in(Direction.EN_DE);
    EncodedPairs reversed = corpus.in(Direction.DE_EN);
    assertEquals(4, pairs.size());
    assertEquals(4, reversed.size());
    for (int i = 0; i < 4; i++) {
      int[] source = CHARACTERS.encode(left.get(i));
      int[] target = CHARACTERS.encode(right.get(i));
      assertArrayEquals(source, pairs.source(i));
      assertArrayEquals(target, pairs.target(i));
      assertEquals(source.length, pairs.sourceLength(i));
      assertEquals(target.length, pairs.targetLength(i));
      assertArrayEquals(target, reversed.source(i));
      assertArrayEquals(source, reversed.target(i));
      assertEquals(target.length, reversed.sourceLength(i));
      assertEquals(source.length, reversed.targetLength(i));
    }
    assertEquals(1, corpus.report().dropped().duplicate());
  }

  @Test
  void keptPairsCanBeReadInAnyOrderAndDirection() {
    EncodedCorpus corpus = open();
    assertHoldsTheCorpus(corpus);
    assertThrows(IndexOutOfBoundsException.class, () -> corpus.in(Direction.EN_DE).source(4));
    assertThrows(
        IndexOutOfBoundsException.class, () -> corpus.in(Direction.DE_EN).targetLength(-1));
  }

  @Test
  void nothingButTheCacheAndItsLockIsLeft() throws IOException {
    open();
    try (var entries = Files.list(cache)) {
      assertEquals(
          List.of("train.ids", "train.ids.lock"),
          entries.map(entry -> entry.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void anUnchangedCorpusIsNotEncodedAgain() throws IOException {
    EncodedCorpus first = open();
    assertFalse(first.reused());
    // The same bytes under another name are the same corpus.
    english = Files.move(english, folder.resolve("moved.en"));
    EncodedCorpus second =
        EncodedCorpus.open(
            CorpusFiles.of(english, german),
            FILTERS,
            line -> {
              throw new AssertionError("encoded again: " + line);
            },
            "characters",
            cache,
            "train");
    assertTrue(second.reused());
    assertHoldsTheCorpus(second);
    assertEquals(english.toString(), second.report().files().get(0).path());
    assertEquals(first.report().english(), second.report().english());
  }

  @Test
  void anyChangeOfCorpusFiltersOrEncoderIsEncodedAnew() throws IOException {
    open();
    assertFalse(open(FILTERS, "other characters").reused());
    assertFalse(open(new CorpusFilters(true, 51, 0, true, true), "other characters").reused());
    assertFalse(open().reused());
    assertTrue(open().reused());
    write(folder, "x.de", "Ein Hund!\nKäse!\nEin Hund.\n€\nund mehr\n");
    EncodedCorpus changed = open();
    assertFalse(changed.reused());
    assertEquals(5, changed.size());
  }

  @Test
  void aDamagedCacheIsWrittenAnew() throws IOException {
    open();
    Path file = cache.resolve("train.ids");
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at += 1 + at % 5) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      Files.write(file, damaged);
      EncodedCorpus corpus = open();
      assertFalse(corpus.reused(), "byte " + at + " was changed");
      assertHoldsTheCorpus(corpus);
    }
    for (int length = 0; length < whole.length; length += 61) {
      Files.write(file, Arrays.copyOf(whole, length));
      EncodedCorpus corpus = open();
      assertFalse(corpus.reused(), "cut to " + length);
      assertHoldsTheCorpus(corpus);
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertFalse(open().reused());
    assertArrayEquals(whole, Files.readAllBytes(file));
  }

  @Test
  void whatAKilledProcessLeftIsWrittenOver() throws IOException {
    Files.createDirectories(cache);
    write(cache, "train.ids.tmp", "half a ca");
    write(cache, "train.ids.index.tmp", "half an index");
    write(cache, "train.ids.lock", "");
    assertHoldsTheCorpus(open());
    assertTrue(open().reused());
  }

  @Test
  void aBrokenCorpusLeavesTheOlderCache() throws IOException {
    open();
    byte[] before = Files.readAllBytes(cache.resolve("train.ids"));
    byte[] good = Files.readAllBytes(german);
    write(folder, "x.de", "Ein Hund.\nKäse!\n");
    assertTrue(failure(this::open).startsWith(english + " has 5 lines"));
    assertArrayEquals(before, Files.readAllBytes(cache.resolve("train.ids")));
    Files.write(german, good);
    assertTrue(open().reused());
  }

  @Test
  void aCorpusWithNothingLeftIsRefusedWithTheReasons() throws IOException {
    english = write(folder, "y.en", "a\n\na b\n");
    german = write(folder, "y.de", "a\nb\nx\n");
    String message = failure(() -> open(new CorpusFilters(true, 2, 0, true, true), "c"));
    assertTrue(
        message.contains(
            "the filters leave none of 3 pairs (blank side 1, too long 1, identical sides 1)"),
        message);
    english = write(folder, "empty.en", "");
    german = write(folder, "empty.de", "");
    assertTrue(failure(this::open).contains("the corpus is empty"));
  }

  @Test
  void aFileThatChangesWhileItIsReadIsRefused() throws IOException {
    Path tsv = write(folder, "x.tsv", "some text\tirgendein Text\n".repeat(10_000));
    String message =
        failure(
            () ->
                EncodedCorpus.open(
                    CorpusFiles.of(tsv),
                    CorpusFilters.none(),
                    line -> {
                      append(tsv, "more\tmehr\n");
                      return new int[] {7};
                    },
                    "constant",
                    cache,
                    "train"));
    assertTrue(message.contains("changed while it was read"), message);
  }

  private static void append(Path file, String text) {
    try {
      if (Files.size(file) < 260_000) {
        Files.write(file, text.getBytes(UTF_8), StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() {
    cache = english.resolve("below a file");
    assertTrue(failure(this::open).startsWith(cache.resolve("train.ids") + ": the cache"));
  }

  @Test
  void aFilterWithoutBlanksKeepsEmptySentences() throws IOException {
    english = write(folder, "b.en", "\nfull\n");
    german = write(folder, "b.de", "\n\n");
    EncodedPairs pairs = open(CorpusFilters.none(), "characters").in(Direction.EN_DE);
    assertEquals(2, pairs.size());
    assertEquals(0, pairs.source(0).length);
    assertEquals(0, pairs.target(1).length);
    assertArrayEquals(CHARACTERS.encode("full"), pairs.source(1));
  }
}
