package dev.dolmetsch.data.batch;

/**
 * The ids that stand for no text.
 *
 * @param start {@code <s>}, which a decoder reads first
 * @param end {@code </s>}, which ends a source and a target
 * @param padding {@code <pad>}, which fills rows up
 */
public record SpecialIds(int start, int end, int padding) {
  /** Refuses negative ids and ids that are not all different. */
  public SpecialIds {
    if (start < 0 || end < 0 || padding < 0) {
      throw new IllegalArgumentException(
          "special ids must be at least 0, but are " + start + ", " + end + ", " + padding);
    }
    if (start == end || start == padding || end == padding) {
      throw new IllegalArgumentException(
          "special ids must differ, but are " + start + ", " + end + ", " + padding);
    }
  }

  /** The ids of this project's subword models: {@code <s>} 1, {@code </s>} 2, {@code <pad>} 3. */
  public static SpecialIds standard() {
    return new SpecialIds(1, 2, 3);
  }
}
