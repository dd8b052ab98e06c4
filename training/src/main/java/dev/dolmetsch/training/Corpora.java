package dev.dolmetsch.training;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.corpus.CorpusFiles;
import dev.dolmetsch.data.corpus.CorpusReader;
import dev.dolmetsch.data.corpus.SentencePair;
import dev.dolmetsch.data.grammar.BundledCorpus;
import dev.dolmetsch.training.config.BundledCorpusConfig;
import dev.dolmetsch.training.config.CorpusKind;
import dev.dolmetsch.training.config.CorpusSource;
import dev.dolmetsch.training.config.DataConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files of a run's corpora.
 *
 * @param train pairs to learn from
 * @param validation pairs to choose the best checkpoint by
 * @param test pairs that are only measured
 */
record Corpora(CorpusFiles train, CorpusFiles validation, Optional<CorpusFiles> test) {

  /** Finds the configured files, writing the bundled corpus into the run if that is wanted. */
  static Corpora locate(DataConfig config, Path runDirectory) {
    if (config.corpus() == CorpusKind.BUNDLED) {
      Path folder = runDirectory.resolve("corpus");
      bundled(config.bundled()).write(folder);
      return new Corpora(
          side(folder, "train"), side(folder, "val"), Optional.of(side(folder, "test")));
    }
    return new Corpora(
        files(config, config.train()),
        files(config, config.validation()),
        config.test().map(source -> files(config, source)));
  }

  private static BundledCorpus bundled(BundledCorpusConfig config) {
    try {
      return BundledCorpus.generate(config.seed(), config.pairs());
    } catch (IllegalArgumentException e) {
      throw new DolmetschException(
          "data.bundled.pairs is " + config.pairs() + ": " + e.getMessage(), e);
    }
  }

  private static CorpusFiles side(Path folder, String name) {
    return CorpusFiles.of(folder.resolve(name + ".en"), folder.resolve(name + ".de"));
  }

  private static CorpusFiles files(DataConfig config, CorpusSource source) {
    if (source instanceof CorpusSource.Parallel parallel) {
      return CorpusFiles.of(config.resolve(parallel.english()), config.resolve(parallel.german()));
    }
    return CorpusFiles.of(config.resolve(((CorpusSource.Tsv) source).tsv()));
  }

  /**
   * Reads validation and test pairs to their end, so that what is wrong with them is said before
   * hours of training.
   */
  void check() {
    requirePairs(validation);
    test.ifPresent(Corpora::requirePairs);
  }

  private static void requirePairs(CorpusFiles files) {
    long pairs = 0;
    try (CorpusReader reader = files.open()) {
      for (; reader.hasNext(); reader.next()) {
        pairs++;
      }
    }
    if (pairs == 0) {
      throw noPairs(files);
    }
  }

  static DolmetschException noPairs(CorpusFiles files) {
    return new DolmetschException(
        files.paths().get(0) + ": has no sentence pairs; give a file with some");
  }

  /** The first pairs of a corpus as they stand in the file. */
  static List<SentencePair> head(CorpusFiles files, int count) {
    List<SentencePair> pairs = new ArrayList<>();
    try (CorpusReader reader = files.open()) {
      while (pairs.size() < count && reader.hasNext()) {
        pairs.add(reader.next().pair());
      }
    }
    return pairs;
  }
}
