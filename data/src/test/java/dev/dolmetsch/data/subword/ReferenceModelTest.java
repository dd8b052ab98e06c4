package dev.dolmetsch.data.subword;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of SentencePiece itself, read by our code, do what its own programs did with them. */
class ReferenceModelTest {
  @ParameterizedTest
  @ValueSource(strings = {"bpe8000", "unigram8000"})
  void everySentenceIsEncodedToTheSameIds(String name) throws IOException {
    List<String> expected = SharedFiles.lines(SharedFiles.oracle(name + ".id.txt"));
    List<String> actual = new ArrayList<>();
    try (SubwordModel model = SubwordModel.load(SharedFiles.oracle(name + ".model"))) {
      for (String sentence : SharedFiles.lines(SharedFiles.oracle("sentences.txt"))) {
        actual.add(
            Arrays.stream(model.encode(sentence))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(" ")));
      }
    }
    assertEquals(expected, actual);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bpe8000", "unigram8000"})
  void everySentenceIsEncodedToTheSamePieces(String name) throws IOException {
    List<String> expected = SharedFiles.lines(SharedFiles.oracle(name + ".piece.txt"));
    List<String> actual = new ArrayList<>();
    try (SubwordModel model = SubwordModel.load(SharedFiles.oracle(name + ".model"))) {
      for (String sentence : SharedFiles.lines(SharedFiles.oracle("sentences.txt"))) {
        actual.add(String.join(" ", model.encodeAsPieces(sentence)));
      }
    }
    assertEquals(expected, actual);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bpe8000", "unigram8000"})
  void idsAreDecodedToTheSameText(String name) throws IOException {
    List<String> expected = SharedFiles.lines(SharedFiles.oracle(name + ".decoded-from-id.txt"));
    List<String> actual = new ArrayList<>();
    try (SubwordModel model = SubwordModel.load(SharedFiles.oracle(name + ".model"))) {
      for (String ids : SharedFiles.lines(SharedFiles.oracle(name + ".id.txt"))) {
        actual.add(model.decode(words(ids).stream().mapToInt(Integer::parseInt).toArray()));
      }
    }
    assertEquals(expected, actual);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bpe8000", "unigram8000"})
  void piecesAreDecodedToTheSameText(String name) throws IOException {
    List<String> expected = SharedFiles.lines(SharedFiles.oracle(name + ".decoded-from-piece.txt"));
    List<String> actual = new ArrayList<>();
    try (SubwordModel model = SubwordModel.load(SharedFiles.oracle(name + ".model"))) {
      for (String pieces : SharedFiles.lines(SharedFiles.oracle(name + ".piece.txt"))) {
        actual.add(model.decodePieces(words(pieces)));
      }
    }
    assertEquals(expected, actual);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bpe8000", "unigram8000"})
  void textIsNormalisedAsTheEncoderSeesIt(String name) throws IOException {
    List<String> expected = SharedFiles.lines(SharedFiles.oracle("normalized-internal.txt"));
    List<String> actual = new ArrayList<>();
    try (SubwordModel model = SubwordModel.load(SharedFiles.oracle(name + ".model"))) {
      for (String sentence : SharedFiles.lines(SharedFiles.oracle("sentences.txt"))) {
        actual.add(model.normalize(sentence));
      }
    }
    assertEquals(expected, actual);
  }

  private static List<String> words(String line) {
    return line.isEmpty() ? List.of() : List.of(line.split(" ", -1));
  }
}
