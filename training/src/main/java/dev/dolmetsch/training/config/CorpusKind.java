package dev.dolmetsch.training.config;

/** Where a run's sentence pairs come from. */
public enum CorpusKind {
  /** The files named by {@code data.train}, {@code data.validation} and {@code data.test}. */
  FILES,
  /** The project's own bilingual grammar, see {@link BundledCorpusConfig}. */
  BUNDLED
}
