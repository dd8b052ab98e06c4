package dev.dolmetsch.data.corpus;

import java.util.Objects;

/** One English sentence and its German translation. Neither side is trimmed or normalised. */
public record SentencePair(String english, String german) {
  /** Refuses a missing side. */
  public SentencePair {
    Objects.requireNonNull(english, "english");
    Objects.requireNonNull(german, "german");
  }
}
