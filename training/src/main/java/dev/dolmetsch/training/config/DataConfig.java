package dev.dolmetsch.training.config;

import dev.dolmetsch.data.corpus.Direction;
import dev.dolmetsch.data.grammar.BundledCorpus;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The {@code data} section.
 *
 * @param direction which language is read and which is written
 * @param corpus whether pairs come from files or from the bundled grammar
 * @param folder what relative file names are relative to; itself relative to the working directory
 * @param train pairs to learn from, where {@code corpus} is {@code files}
 * @param validation pairs to choose the best checkpoint by, where {@code corpus} is {@code files}
 * @param test pairs that are only measured, at the end, where {@code corpus} is {@code files}
 * @param bundled the bundled corpus, where {@code corpus} is {@code bundled}
 * @param filters which training pairs are left out
 */
public record DataConfig(
    Direction direction,
    CorpusKind corpus,
    Path folder,
    CorpusSource train,
    CorpusSource validation,
    Optional<CorpusSource> test,
    BundledCorpusConfig bundled,
    FilterConfig filters) {

  /** English to German, {@code train}, {@code val} with suffixes en and de in this folder. */
  public static DataConfig defaults() {
    return new DataConfig(
        Direction.EN_DE,
        CorpusKind.FILES,
        Path.of("."),
        new CorpusSource.Parallel(Path.of("train.en"), Path.of("train.de")),
        new CorpusSource.Parallel(Path.of("val.en"), Path.of("val.de")),
        Optional.empty(),
        new BundledCorpusConfig(BundledCorpus.DEFAULT_SEED, BundledCorpus.DEFAULT_PAIRS),
        new FilterConfig(256, 4, true, true));
  }

  /** A file that the configuration names, relative to {@link #folder} unless absolute. */
  public Path resolve(Path file) {
    return folder.resolve(file).normalize();
  }
}
