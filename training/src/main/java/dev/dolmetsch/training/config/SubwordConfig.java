package dev.dolmetsch.training.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The {@code subword} section.
 *
 * @param vocabularySize pieces of the joint vocabulary, special ones included, 32–200,000; not used
 *     with {@code model}
 * @param characterCoverage share of the corpus's characters that become pieces, in [0.98, 1]; not
 *     used with {@code model}
 * @param model an existing SentencePiece model to use instead of training one, relative to {@code
 *     data.folder}
 */
public record SubwordConfig(int vocabularySize, double characterCoverage, Optional<Path> model) {
  /** Refuses values out of range, naming the key. */
  public SubwordConfig {
    Check.range("subword.vocabulary_size", vocabularySize, 32, 200_000);
    Check.that(
        characterCoverage >= 0.98 && characterCoverage <= 1,
        "subword.character_coverage",
        characterCoverage,
        "in [0.98, 1]");
  }

  /** 8,000 pieces that cover every character. */
  public static SubwordConfig defaults() {
    return new SubwordConfig(8_000, 1.0, Optional.empty());
  }
}
