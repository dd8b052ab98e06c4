package dev.dolmetsch.data.corpus;

import dev.dolmetsch.data.DolmetschException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Where a parallel corpus lies. Every file is plain text or gzip; which one is told by its first
 * bytes, not by its name.
 */
public sealed interface CorpusFiles {
  /** The files, in a fixed order. */
  List<Path> paths();

  /**
   * Opens the corpus for one pass from its beginning.
   *
   * @throws DolmetschException if a file cannot be read
   */
  CorpusReader open();

  /** A corpus of two files whose lines of the same number are translations of each other. */
  static CorpusFiles of(Path english, Path german) {
    return new TwoFiles(english, german);
  }

  /** A corpus of one file whose lines are English, a tab, German. */
  static CorpusFiles of(Path tsv) {
    return new Tsv(tsv);
  }

  /**
   * Two files whose lines of the same number are translations of each other.
   *
   * @param english the English lines
   * @param german the German lines
   */
  record TwoFiles(Path english, Path german) implements CorpusFiles {
    /** Refuses a missing path. */
    public TwoFiles {
      Objects.requireNonNull(english, "english");
      Objects.requireNonNull(german, "german");
    }

    @Override
    public List<Path> paths() {
      return List.of(english, german);
    }

    @Override
    public CorpusReader open() {
      return TwoFilesReader.open(english, german);
    }
  }

  /**
   * One file whose lines are English, a tab, German, and nothing more.
   *
   * @param file the table
   */
  record Tsv(Path file) implements CorpusFiles {
    /** Refuses a missing path. */
    public Tsv {
      Objects.requireNonNull(file, "file");
    }

    @Override
    public List<Path> paths() {
      return List.of(file);
    }

    @Override
    public CorpusReader open() {
      return new TsvReader(LineReader.open(file));
    }
  }
}
