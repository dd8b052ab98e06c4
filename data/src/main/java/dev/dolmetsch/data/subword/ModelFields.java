package dev.dolmetsch.data.subword;

/** Field numbers of {@code sentencepiece_model.proto}. */
final class ModelFields {
  static final int MODEL_PIECES = 1;
  static final int MODEL_TRAINER = 2;
  static final int MODEL_NORMALIZER = 3;
  static final int MODEL_DENORMALIZER = 5;

  static final int PIECE_TEXT = 1;
  static final int PIECE_SCORE = 2;
  static final int PIECE_TYPE = 3;

  static final int TRAINER_MODEL_TYPE = 3;
  static final int TRAINER_VOCABULARY_SIZE = 4;
  static final int TRAINER_CHARACTER_COVERAGE = 10;
  static final int TRAINER_MAX_PIECE_LENGTH = 20;
  static final int TRAINER_WHITESPACE_AS_SUFFIX = 24;
  static final int TRAINER_UNK_ID = 40;
  static final int TRAINER_BOS_ID = 41;
  static final int TRAINER_EOS_ID = 42;
  static final int TRAINER_PAD_ID = 43;
  static final int TRAINER_UNK_SURFACE = 44;
  static final int TRAINER_UNK_PIECE = 45;
  static final int TRAINER_BOS_PIECE = 46;
  static final int TRAINER_EOS_PIECE = 47;
  static final int TRAINER_PAD_PIECE = 48;

  static final int NORMALIZER_NAME = 1;
  static final int NORMALIZER_CHARACTER_MAP = 2;
  static final int NORMALIZER_ADD_DUMMY_PREFIX = 3;
  static final int NORMALIZER_REMOVE_EXTRA_WHITESPACES = 4;
  static final int NORMALIZER_ESCAPE_WHITESPACES = 5;

  /** {@code TrainerSpec.ModelType.BPE}. */
  static final int MODEL_TYPE_BPE = 2;

  private ModelFields() {}
}
