package dev.dolmetsch.data.subword;

import java.util.List;

/**
 * What a SentencePiece {@code .model} says, as far as encoding and decoding depend on it; {@code
 * ModelProto} of {@code sentencepiece_model.proto}.
 *
 * @param pieces the vocabulary; a piece's place is its id
 * @param normalizer how text is normalised
 * @param special the pieces with a meaning of their own
 */
record ModelFile(List<Piece> pieces, NormalizerSpec normalizer, SpecialPieces special) {
  ModelFile {
    pieces = List.copyOf(pieces);
  }

  /**
   * How the special pieces are spelt.
   *
   * @param unk the piece for what the vocabulary cannot spell
   * @param bos the beginning of a sentence
   * @param eos the end of a sentence
   * @param pad fills a batch
   * @param unkSurface what an unknown piece is decoded to
   */
  record SpecialPieces(String unk, String bos, String eos, String pad, String unkSurface) {
    /** SentencePiece's own spelling. */
    static final SpecialPieces STANDARD =
        new SpecialPieces("<unk>", "<s>", "</s>", "<pad>", " \u2047 ");
  }
}
