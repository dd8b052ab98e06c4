package dev.dolmetsch.data.subword;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The pieces of a model by id and by spelling. Immutable. */
final class Vocabulary {
  private final List<Piece> pieces;
  private final Map<String, Integer> textPieces = new HashMap<>();
  private final Map<String, Integer> reservedPieces = new HashMap<>();
  private final int unkId;

  /**
   * The vocabulary of these pieces, whose places are their ids.
   *
   * @throws IllegalArgumentException if two pieces are spelt alike or not exactly one is unknown
   */
  Vocabulary(List<Piece> pieces) {
    this.pieces = List.copyOf(pieces);
    int unknown = -1;
    for (int id = 0; id < this.pieces.size(); id++) {
      Piece piece = this.pieces.get(id);
      boolean text =
          switch (piece.type()) {
            case NORMAL, USER_DEFINED, UNUSED -> true;
            case UNKNOWN, CONTROL, BYTE -> false;
          };
      if ((text ? textPieces : reservedPieces).put(piece.text(), id) != null) {
        throw new IllegalArgumentException(
            "every piece must be spelt differently, but \"" + piece.text() + "\" occurs twice");
      }
      if (piece.type() == PieceType.UNKNOWN) {
        if (unknown >= 0) {
          throw new IllegalArgumentException(
              "exactly one piece must be unknown, but " + unknown + " and " + id + " are");
        }
        unknown = id;
      }
    }
    if (unknown < 0) {
      throw new IllegalArgumentException("exactly one piece must be unknown, but none is");
    }
    this.unkId = unknown;
  }

  int size() {
    return pieces.size();
  }

  Piece piece(int id) {
    if (id < 0 || id >= pieces.size()) {
      throw new IllegalArgumentException(
          "id must be 0 to " + (pieces.size() - 1) + ", but is " + id);
    }
    return pieces.get(id);
  }

  int unkId() {
    return unkId;
  }

  /** The id of the piece that is spelt so, or that of the unknown piece. */
  int id(String piece) {
    Integer reserved = reservedPieces.get(piece);
    return reserved != null ? reserved : textPieces.getOrDefault(piece, unkId);
  }

  /** The id of the control piece that is spelt so, if there is one. */
  OptionalInt controlId(String piece) {
    Integer id = reservedPieces.get(piece);
    return id != null && pieces.get(id).type() == PieceType.CONTROL
        ? OptionalInt.of(id)
        : OptionalInt.empty();
  }

  /** The spellings of all pieces of one type, in the order of their ids. */
  List<String> spellings(PieceType type) {
    return pieces.stream().filter(piece -> piece.type() == type).map(Piece::text).toList();
  }
}
