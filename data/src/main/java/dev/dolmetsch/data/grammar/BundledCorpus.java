package dev.dolmetsch.data.grammar;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.FileProblems;
import dev.dolmetsch.data.corpus.SentencePair;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * The corpus that the project writes itself: correct English–German pairs from a grammar and a
 * lexicon, the same for the same seed and size on every machine.
 *
 * <p>No English and no German sentence occurs twice, so the three parts share none, and each
 * English sentence has one German sentence.
 */
public final class BundledCorpus {
  /** The seed of the corpus that quickstart and the configurations use. */
  public static final long DEFAULT_SEED = 20_261_120L;

  /** The size of the corpus that quickstart and the configurations use. */
  public static final int DEFAULT_PAIRS = 36_000;

  private static final int SMALLEST = 100;
  private static final int LARGEST = 200_000;
  private static final int VALIDATION = 500;
  private static final int TEST = 1_000;

  private final List<SentencePair> train;
  private final List<SentencePair> validation;
  private final List<SentencePair> test;

  private BundledCorpus(List<SentencePair> pairs) {
    int tests = Math.min(TEST, pairs.size() / 20);
    int validations = Math.min(VALIDATION, pairs.size() / 20);
    test = List.copyOf(pairs.subList(0, tests));
    validation = List.copyOf(pairs.subList(tests, tests + validations));
    train = List.copyOf(pairs.subList(tests + validations, pairs.size()));
  }

  /** The corpus of {@link #DEFAULT_SEED} and {@link #DEFAULT_PAIRS}. */
  public static BundledCorpus generate() {
    return generate(DEFAULT_SEED, DEFAULT_PAIRS);
  }

  /**
   * Writes that many pairs, of which a twentieth each, but at most 500 and 1,000, are set aside for
   * validation and test.
   *
   * @param pairs the size of all three parts together, 100–200,000
   * @throws IllegalArgumentException if the size is out of range
   */
  public static BundledCorpus generate(long seed, int pairs) {
    if (pairs < SMALLEST || pairs > LARGEST) {
      throw new IllegalArgumentException(
          "pairs must be in " + SMALLEST + "–" + LARGEST + ", but is " + pairs);
    }
    return new BundledCorpus(new Generator(Lexicon.bundled(), seed).pairs(pairs));
  }

  /** The pairs to train on. */
  public List<SentencePair> train() {
    return train;
  }

  /** Pairs that do not occur in training, for choosing a checkpoint. */
  public List<SentencePair> validation() {
    return validation;
  }

  /** Pairs that occur in neither of the other parts, for the final score. */
  public List<SentencePair> test() {
    return test;
  }

  /**
   * Writes {@code train.en}, {@code train.de}, {@code val.en}, {@code val.de}, {@code test.en} and
   * {@code test.de}: UTF-8, each line ended by {@code \n}.
   *
   * @param folder made where it does not exist; files of these names are replaced
   * @throws DolmetschException if a file cannot be written
   */
  public void write(Path folder) {
    try {
      Files.createDirectories(folder);
      write(folder, "train", train);
      write(folder, "val", validation);
      write(folder, "test", test);
    } catch (IOException failure) {
      throw new DolmetschException(
          "cannot write the bundled corpus to "
              + folder
              + ": "
              + FileProblems.reason(failure)
              + "; choose a folder that can be written",
          failure);
    }
  }

  private static void write(Path folder, String part, List<SentencePair> pairs) throws IOException {
    write(folder.resolve(part + ".en"), pairs, SentencePair::english);
    write(folder.resolve(part + ".de"), pairs, SentencePair::german);
  }

  private static void write(
      Path file, List<SentencePair> pairs, Function<SentencePair, String> side) throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      for (SentencePair pair : pairs) {
        writer.write(side.apply(pair));
        writer.write('\n');
      }
    }
  }
}
