package dev.dolmetsch.data.subword;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;

/** Reads the protocol-buffers form of a {@code .model}; fields it does not know are passed over. */
final class ModelFileReader {
  private ModelFileReader() {}

  /**
   * The model in these bytes.
   *
   * @throws InvalidProtocolBufferException if they are no protocol-buffers message
   * @throws IllegalArgumentException if a value in them cannot be, or changes decoding in a way
   *     that is not supported
   */
  static ModelFile read(byte[] bytes) throws InvalidProtocolBufferException {
    ProtoFields model = ProtoFields.parse(ByteString.copyFrom(bytes));
    List<Piece> pieces = new ArrayList<>();
    for (ByteString message : model.messages(ModelFields.MODEL_PIECES)) {
      pieces.add(readPiece(ProtoFields.parse(message)));
    }
    if (pieces.isEmpty()) {
      throw new IllegalArgumentException("number of pieces must be at least 1, but is 0");
    }
    ProtoFields denormalizer = model.message(ModelFields.MODEL_DENORMALIZER);
    if (!denormalizer.bytes(ModelFields.NORMALIZER_CHARACTER_MAP, ByteString.EMPTY).isEmpty()) {
      throw new IllegalArgumentException("denormalizer_spec must be empty, but has rules");
    }
    ProtoFields trainer = model.message(ModelFields.MODEL_TRAINER);
    ProtoFields normalizer = model.message(ModelFields.MODEL_NORMALIZER);
    return new ModelFile(pieces, readNormalizer(normalizer, trainer), readSpecial(trainer));
  }

  private static Piece readPiece(ProtoFields piece) {
    return new Piece(
        piece.string(ModelFields.PIECE_TEXT, ""),
        piece.real(ModelFields.PIECE_SCORE, 0),
        PieceType.of((int) piece.integer(ModelFields.PIECE_TYPE, PieceType.NORMAL.number())));
  }

  private static NormalizerSpec readNormalizer(ProtoFields normalizer, ProtoFields trainer) {
    ByteString map = normalizer.bytes(ModelFields.NORMALIZER_CHARACTER_MAP, ByteString.EMPTY);
    return new NormalizerSpec(
        normalizer.string(ModelFields.NORMALIZER_NAME, ""),
        map.isEmpty() ? CharacterMap.identity() : CharacterMap.of(map.toByteArray()),
        normalizer.flag(ModelFields.NORMALIZER_ADD_DUMMY_PREFIX, true),
        normalizer.flag(ModelFields.NORMALIZER_REMOVE_EXTRA_WHITESPACES, true),
        normalizer.flag(ModelFields.NORMALIZER_ESCAPE_WHITESPACES, true),
        trainer.flag(ModelFields.TRAINER_WHITESPACE_AS_SUFFIX, false));
  }

  private static ModelFile.SpecialPieces readSpecial(ProtoFields trainer) {
    ModelFile.SpecialPieces standard = ModelFile.SpecialPieces.STANDARD;
    return new ModelFile.SpecialPieces(
        trainer.string(ModelFields.TRAINER_UNK_PIECE, standard.unk()),
        trainer.string(ModelFields.TRAINER_BOS_PIECE, standard.bos()),
        trainer.string(ModelFields.TRAINER_EOS_PIECE, standard.eos()),
        trainer.string(ModelFields.TRAINER_PAD_PIECE, standard.pad()),
        trainer.string(ModelFields.TRAINER_UNK_SURFACE, standard.unkSurface()));
  }
}
