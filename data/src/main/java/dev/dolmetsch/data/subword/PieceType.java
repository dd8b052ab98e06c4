package dev.dolmetsch.data.subword;

/** What a piece of the vocabulary stands for; {@code ModelProto.SentencePiece.Type}. */
enum PieceType {
  /** Text, with U+2581 where a space is. */
  NORMAL(1),
  /** Everything that the vocabulary cannot spell. */
  UNKNOWN(2),
  /** A mark such as {@code <s>} that has no text. */
  CONTROL(3),
  /** Text that is never split and never normalised. */
  USER_DEFINED(4),
  /** A piece that is kept for its id but not used. */
  UNUSED(5),
  /** One byte of UTF-8, written {@code <0xNN>}. */
  BYTE(6);

  private final int number;

  PieceType(int number) {
    this.number = number;
  }

  /** The number in the file. */
  int number() {
    return number;
  }

  /**
   * The type with that number.
   *
   * @throws IllegalArgumentException if there is none
   */
  static PieceType of(int number) {
    for (PieceType type : values()) {
      if (type.number == number) {
        return type;
      }
    }
    throw new IllegalArgumentException("piece type must be 1 to 6, but is " + number);
  }
}
