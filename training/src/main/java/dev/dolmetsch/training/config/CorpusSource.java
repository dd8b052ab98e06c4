package dev.dolmetsch.training.config;

import java.nio.file.Path;

/** One set of sentence pairs on disk; which form it has follows from the keys that are given. */
public sealed interface CorpusSource {
  /**
   * Two files with as many lines, plain or .gz.
   *
   * @param english file of the English side
   * @param german file of the German side
   */
  record Parallel(Path english, Path german) implements CorpusSource {}

  /**
   * One file with English, a tab and German on each line, plain or .gz.
   *
   * @param tsv the file
   */
  record Tsv(Path tsv) implements CorpusSource {}
}
