package dev.dolmetsch.data.corpus;

import java.util.Objects;

/**
 * A pair and where it stands.
 *
 * @param line the line's number in its file or files, from 1
 * @param pair the line's two sides
 */
public record NumberedPair(long line, SentencePair pair) {
  /** Refuses a line below 1. */
  public NumberedPair {
    if (line < 1) {
      throw new IllegalArgumentException("line must be at least 1, but is " + line);
    }
    Objects.requireNonNull(pair, "pair");
  }
}
