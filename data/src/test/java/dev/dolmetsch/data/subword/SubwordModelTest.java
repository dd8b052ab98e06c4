package dev.dolmetsch.data.subword;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.data.DolmetschException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose vocabulary holds four-byte characters, as single pieces and within longer ones. */
class SubwordModelTest {
  private static byte[] bytes;
  private static SubwordModel model;

  @BeforeAll
  static void train() {
    BpeTrainer trainer = new BpeTrainer(BpeOptions.ofSize(31));
    Collections.nCopies(20, "Hallo😀😃 Welt 𝄞 👍🏽 😀😃").forEach(trainer::add);
    bytes = trainer.train();
    model = SubwordModel.of(bytes);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void fourByteCharactersOfTheVocabularyAreEncodedAndDecoded() {
    assertTrue(model.id("😀😃") > 3, "a piece of two emoji");
    String text = "Hallo 😀😃 Welt 𝄞 👍🏽";
    int[] ids = model.encode(text);
    assertTrue(Arrays.stream(ids).allMatch(id -> id > 3));
    assertEquals(text, model.decode(ids));
    assertEquals(text, model.decodePieces(model.encodeAsPieces(text)));
  }

  @Test
  void unknownFourByteCharactersKeepTheirText() {
    assertEquals(List.of("▁", "🎉🎊", "😀😃"), model.encodeAsPieces("🎉🎊😀😃"));
    assertArrayEquals(
        new int[] {model.id("▁"), model.unkId(), model.id("😀😃")}, model.encode("🎉🎊😀😃"));
    assertEquals(" ⁇ 😀😃", model.decode(model.encode("🎉🎊😀😃")));
  }

  @Test
  void aNulCharacterNeitherEndsNorBreaksTheText() {
    assertEquals(List.of("▁Hallo", "\u0000", "▁Welt"), model.encodeAsPieces("Hallo\u0000 Welt"));
  }

  @Test
  void halfASurrogatePairCountsAsAReplacementCharacter() {
    assertArrayEquals(model.encode("Hallo Welt"), model.encode("Hallo\uD83DWelt"));
    assertEquals(model.normalize("Hallo Welt"), model.normalize("Hallo\uDE00Welt"));
  }

  @Test
  void nothingIsEncodedToNothing() {
    assertArrayEquals(new int[0], model.encode(""));
    assertArrayEquals(new int[0], model.encode(" \t "));
    assertEquals("", model.decode(new int[0]));
  }

  @Test
  void theSpecialPiecesHaveTheirIds() {
    assertEquals(0, model.unkId());
    assertEquals(OptionalInt.of(1), model.bosId());
    assertEquals(OptionalInt.of(2), model.eosId());
    assertEquals(OptionalInt.of(3), model.padId());
    assertEquals("<pad>", model.piece(3));
    assertEquals("Welt", model.decode(new int[] {1, model.id("▁Welt"), 2, 3, 3}));
  }

  @Test
  void specialPiecesSpeltOutInTextAreText() {
    assertTrue(Arrays.stream(model.encode("</s><pad>")).noneMatch(id -> id == 2 || id == 3));
  }

  @Test
  void aReferenceModelHasNoPadding() {
    try (SubwordModel reference = SubwordModel.load(SharedFiles.oracle("bpe8000.model"))) {
      assertEquals(OptionalInt.empty(), reference.padId());
      assertEquals(8000, reference.size());
      assertEquals(
          "4bda78c384f41fdf0e5c46ff64dfda316f7ba13a4d3a5a1df841ca4ee07a12fc", reference.sha256());
    }
  }

  @Test
  void idsOutsideTheVocabularyAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> model.decode(new int[] {-1}));
    assertThrows(IllegalArgumentException.class, () -> model.piece(model.size()));
  }

  @Test
  void theFileIsReadBackAsItWasWritten(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("sentencepiece.model"), bytes);
    try (SubwordModel loaded = SubwordModel.load(file)) {
      assertArrayEquals(bytes, loaded.toBytes());
      assertEquals(model.sha256(), loaded.sha256());
    }
  }

  @Test
  void aFileThatIsMissingOrNoModelIsRefusedByName(@TempDir Path folder) throws IOException {
    Path missing = folder.resolve("missing.model");
    assertTrue(refusal(missing).contains(missing.toString()));
    Path text = Files.writeString(folder.resolve("text.model"), "a German sentence\n");
    assertTrue(refusal(text).contains(text.toString()));
    Path empty = Files.createFile(folder.resolve("empty.model"));
    assertTrue(refusal(empty).contains(empty.toString()));
    Path half = Files.write(folder.resolve("half.model"), Arrays.copyOf(bytes, 5000));
    assertTrue(refusal(half).contains(half.toString()));
  }

  private static String refusal(Path file) {
    return assertThrows(DolmetschException.class, () -> SubwordModel.load(file)).getMessage();
  }

  @Test
  void aClosedModelRefusesToEncodeAndCanBeClosedAgain() {
    SubwordModel closed = SubwordModel.of(bytes);
    closed.close();
    closed.close();
    assertThrows(IllegalStateException.class, () -> closed.encode("Hallo"));
  }

  @Test
  void manyThreadsEncodeAlike() throws Exception {
    String text = "Hallo 😀😃 Welt ".repeat(20);
    int[] expected = model.encode(text);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<int[]>> results = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        results.add(threads.submit(() -> model.encode(text)));
      }
      for (Future<int[]> result : results) {
        assertArrayEquals(expected, result.get());
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aDamagedCharacterMapIsRefused() {
    byte[] map = "not a character map".getBytes(StandardCharsets.UTF_8);
    assertThrows(IllegalArgumentException.class, () -> CharacterMap.of(map));
  }
}
