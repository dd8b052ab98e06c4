package dev.dolmetsch.data.subword;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;

/** Writes a BPE model in the protocol-buffers form that every SentencePiece reads. */
final class ModelFileWriter {
  private ModelFileWriter() {}

  /** The bytes of the {@code .model}; equal models give equal bytes. */
  static byte[] write(ModelFile model, BpeOptions options) {
    Field.Builder pieces = Field.newBuilder();
    model.pieces().forEach(piece -> pieces.addLengthDelimited(message(piece)));
    return UnknownFieldSet.newBuilder()
        .addField(ModelFields.MODEL_PIECES, pieces.build())
        .addField(ModelFields.MODEL_TRAINER, bytes(trainer(model, options)))
        .addField(ModelFields.MODEL_NORMALIZER, bytes(normalizer(model.normalizer())))
        .build()
        .toByteArray();
  }

  private static ByteString message(Piece piece) {
    return UnknownFieldSet.newBuilder()
        .addField(ModelFields.PIECE_TEXT, string(piece.text()))
        .addField(ModelFields.PIECE_SCORE, real(piece.score()))
        .addField(ModelFields.PIECE_TYPE, integer(piece.type().number()))
        .build()
        .toByteString();
  }

  private static ByteString trainer(ModelFile model, BpeOptions options) {
    ModelFile.SpecialPieces special = model.special();
    Vocabulary vocabulary = new Vocabulary(model.pieces());
    return UnknownFieldSet.newBuilder()
        .addField(ModelFields.TRAINER_MODEL_TYPE, integer(ModelFields.MODEL_TYPE_BPE))
        .addField(ModelFields.TRAINER_VOCABULARY_SIZE, integer(model.pieces().size()))
        .addField(ModelFields.TRAINER_CHARACTER_COVERAGE, real((float) options.characterCoverage()))
        .addField(ModelFields.TRAINER_MAX_PIECE_LENGTH, integer(PieceRules.maxCharacters()))
        .addField(ModelFields.TRAINER_UNK_ID, integer(vocabulary.id(special.unk())))
        .addField(ModelFields.TRAINER_BOS_ID, integer(vocabulary.id(special.bos())))
        .addField(ModelFields.TRAINER_EOS_ID, integer(vocabulary.id(special.eos())))
        .addField(ModelFields.TRAINER_PAD_ID, integer(vocabulary.id(special.pad())))
        .addField(ModelFields.TRAINER_UNK_SURFACE, string(special.unkSurface()))
        .addField(ModelFields.TRAINER_UNK_PIECE, string(special.unk()))
        .addField(ModelFields.TRAINER_BOS_PIECE, string(special.bos()))
        .addField(ModelFields.TRAINER_EOS_PIECE, string(special.eos()))
        .addField(ModelFields.TRAINER_PAD_PIECE, string(special.pad()))
        .build()
        .toByteString();
  }

  private static ByteString normalizer(NormalizerSpec spec) {
    return UnknownFieldSet.newBuilder()
        .addField(ModelFields.NORMALIZER_NAME, string(spec.name()))
        .addField(
            ModelFields.NORMALIZER_CHARACTER_MAP,
            bytes(ByteString.copyFrom(spec.characterMap().toBytes())))
        .addField(ModelFields.NORMALIZER_ADD_DUMMY_PREFIX, flag(spec.addDummyPrefix()))
        .addField(
            ModelFields.NORMALIZER_REMOVE_EXTRA_WHITESPACES, flag(spec.removeExtraWhitespaces()))
        .addField(ModelFields.NORMALIZER_ESCAPE_WHITESPACES, flag(spec.escapeWhitespaces()))
        .build()
        .toByteString();
  }

  private static Field bytes(ByteString value) {
    return Field.newBuilder().addLengthDelimited(value).build();
  }

  private static Field string(String value) {
    return bytes(ByteString.copyFromUtf8(value));
  }

  private static Field integer(long value) {
    return Field.newBuilder().addVarint(value).build();
  }

  private static Field flag(boolean value) {
    return integer(value ? 1 : 0);
  }

  private static Field real(float value) {
    return Field.newBuilder().addFixed32(Float.floatToRawIntBits(value)).build();
  }
}
