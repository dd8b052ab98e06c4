package dev.dolmetsch.training.config;

/**
 * The corpus that the project's own grammar writes.
 *
 * @param seed chooses the sentences and their split
 * @param pairs distinct pairs in all, of training, validation and test together, 1,000–200,000
 */
public record BundledCorpusConfig(long seed, int pairs) {
  /** Refuses values out of range, naming the key. */
  public BundledCorpusConfig {
    Check.range("data.bundled.pairs", pairs, 1_000, 200_000);
  }
}
