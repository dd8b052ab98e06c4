package dev.dolmetsch.data.corpus;

/** Counts a line's tokens. */
@FunctionalInterface
public interface TokenCounter {
  /** The number of tokens in the line; 0 for a blank one. */
  int count(String line);

  /** Counts stretches between white space, all of Unicode's. */
  static TokenCounter words() {
    return Words::count;
  }

  /** Counts subword tokens. */
  static TokenCounter subwords(Encoder encoder) {
    return line -> encoder.encode(line).length;
  }
}
