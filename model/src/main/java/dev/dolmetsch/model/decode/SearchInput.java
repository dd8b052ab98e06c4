package dev.dolmetsch.model.decode;

import java.util.Arrays;
import java.util.Objects;

/**
 * One sentence for a search.
 *
 * @param source its ids, without special ids, at least one
 * @param prefix ids that every hypothesis begins with, without special ids; may be none
 * @param number what tells its samples from those of other sentences with the same seed
 */
@SuppressWarnings("ArrayRecordComponent") // Copied on the way in and out, and compared by content.
public record SearchInput(int[] source, int[] prefix, long number) {
  /**
   * Copies the ids.
   *
   * @throws IllegalArgumentException if the source is empty
   */
  public SearchInput {
    if (source.length == 0) {
      throw new IllegalArgumentException(
          "every source must have at least one piece, but source " + number + " has none");
    }
    source = source.clone();
    prefix = prefix.clone();
  }

  @Override
  public int[] source() {
    return source.clone();
  }

  @Override
  public int[] prefix() {
    return prefix.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SearchInput that
        && Arrays.equals(source, that.source)
        && Arrays.equals(prefix, that.prefix)
        && number == that.number;
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(source), Arrays.hashCode(prefix), number);
  }

  @Override
  public String toString() {
    return number + " " + Arrays.toString(source) + " " + Arrays.toString(prefix);
  }
}
