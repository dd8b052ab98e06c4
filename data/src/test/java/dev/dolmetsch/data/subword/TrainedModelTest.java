package dev.dolmetsch.data.subword;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that we train on Multi30k is the one that SentencePiece trains on it. */
class TrainedModelTest {
  /** The reference's 8,000 and the padding that it does not have. */
  private static final int SIZE = 8001;

  private static SubwordModel ours;
  private static SubwordModel reference;

  /** Each test asks by itself, so that each one is seen to be skipped. */
  @BeforeEach
  void needTheSharedFiles() throws IOException {
    SharedFiles.multi30k("train.en");
    SharedFiles.oracle("bpe8000.model");
    if (ours == null) {
      train();
    }
  }

  private static void train() throws IOException {
    reference = SubwordModel.load(SharedFiles.oracle("bpe8000.model"));
    BpeTrainer trainer = new BpeTrainer(BpeOptions.ofSize(SIZE));
    for (String file : List.of("train.en", "train.de")) {
      SharedFiles.lines(SharedFiles.multi30k(file)).forEach(trainer::add);
    }
    ours = SubwordModel.of(trainer.train());
  }

  @AfterAll
  static void close() {
    Stream.of(ours, reference).filter(model -> model != null).forEach(SubwordModel::close);
  }

  /** All pieces, so 100 % of them as a set, each at its rank, so with a rank correlation of 1. */
  @Test
  void thePiecesAreTheReferencesInTheSameOrder() {
    List<String> expected = IntStream.range(3, 8000).mapToObj(reference::piece).toList();
    assertEquals(expected, IntStream.range(4, SIZE).mapToObj(ours::piece).toList());
  }

  @Test
  void everySentenceIsCutAlike() throws IOException {
    for (String sentence : SharedFiles.lines(SharedFiles.oracle("sentences.txt"))) {
      int[] expected = reference.encode(sentence);
      for (int i = 0; i < expected.length; i++) {
        expected[i] += expected[i] == reference.unkId() ? 0 : 1;
      }
      assertArrayEquals(expected, ours.encode(sentence), sentence);
      assertEquals(reference.encodeAsPieces(sentence), ours.encodeAsPieces(sentence));
    }
  }

  @Test
  void decodingUndoesEncodingOnUnseenSentences() throws IOException {
    for (String file : List.of("val.en", "val.de")) {
      for (String sentence : SharedFiles.lines(SharedFiles.multi30k(file))) {
        List<String> pieces = ours.encodeAsPieces(sentence);
        String normal = ours.normalize(sentence).replace('▁', ' ').strip();
        assertEquals(normal, ours.decodePieces(pieces));
      }
    }
  }

  @Test
  void aRealSentencePieceNormalisesWithOurModelAsWithItsOwn(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path model = Files.write(folder.resolve("our.model"), ours.toBytes());
    Path sentences = SharedFiles.oracle("sentences.txt");
    assertEquals(
        Files.readString(SharedFiles.oracle("normalized.txt")), spmNormalize(model, sentences));
    assertEquals(
        Files.readString(SharedFiles.oracle("normalized-internal.txt")),
        spmNormalize(model, sentences, "--use_internal_normalization"));
  }

  private static String spmNormalize(Path model, Path input, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("spm_normalize", "--model=" + model));
    command.addAll(List.of(options));
    Path output = model.resolveSibling("normalized.txt");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectInput(input.toFile())
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "spm_normalize is absent: " + e.getMessage());
      throw e;
    }
    assumeTrue(process.waitFor(1, TimeUnit.MINUTES), "spm_normalize did not end");
    assertEquals(0, process.exitValue());
    return Files.readString(output);
  }
}
