package dev.dolmetsch.data.corpus;

/** Which side of a sentence pair is read and which is written. */
public enum Direction {
  /** English source, German target. */
  EN_DE("en-de"),
  /** German source, English target. */
  DE_EN("de-en");

  private final String code;

  Direction(String code) {
    this.code = code;
  }

  /** The name used in configuration files: {@code en-de} or {@code de-en}. */
  public String code() {
    return code;
  }

  /** The source side of a pair. */
  public String source(SentencePair pair) {
    return this == EN_DE ? pair.english() : pair.german();
  }

  /** The target side of a pair. */
  public String target(SentencePair pair) {
    return this == EN_DE ? pair.german() : pair.english();
  }

  /**
   * The direction of that name.
   *
   * @throws IllegalArgumentException if the code is neither {@code en-de} nor {@code de-en}
   */
  public static Direction of(String code) {
    for (Direction direction : values()) {
      if (direction.code.equals(code)) {
        return direction;
      }
    }
    throw new IllegalArgumentException("direction must be en-de or de-en, but is \"" + code + "\"");
  }
}
