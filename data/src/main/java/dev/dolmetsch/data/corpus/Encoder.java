package dev.dolmetsch.data.corpus;

/** Turns a line into subword ids; the same line always into the same ids. */
@FunctionalInterface
public interface Encoder {
  /** The line's ids without {@code <s>} and {@code </s>}; none of them negative. */
  int[] encode(String line);
}
