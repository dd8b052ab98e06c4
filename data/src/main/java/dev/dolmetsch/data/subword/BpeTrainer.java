package dev.dolmetsch.data.subword;

import dev.dolmetsch.data.DolmetschException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Learns a BPE vocabulary as SentencePiece's {@code spm_train --model_type=bpe} does and writes it
 * as a {@code .model} that any SentencePiece can use.
 *
 * <p>The ids: 0 {@code <unk>}, 1 {@code <s>}, 2 {@code </s>}, 3 {@code <pad>}, then the merges in
 * their order, then the single characters, the most frequent first. The normalisation is {@code
 * nmt_nfkc}. Equal sentences give equal bytes, in whatever order they are added, up to four million
 * distinct words. Of more the rare ones that came long ago are forgotten, so that memory is
 * limited. Not thread-safe.
 */
public final class BpeTrainer {
  private final BpeOptions options;
  private final NormalizerSpec normalizerSpec =
      NormalizerSpec.standard(NmtNfkcRules.NAME, NmtNfkcRules.compiled());
  private final TextNormalizer normalizer = new TextNormalizer(normalizerSpec);
  private final WordCounts words = new WordCounts();

  /** A trainer that has not seen any text yet. */
  public BpeTrainer(BpeOptions options) {
    this.options = options;
  }

  /** Takes a sentence into account. */
  public void add(String sentence) {
    words.add(withoutSpecialPieces(normalizer.normalize(sentence)));
  }

  /**
   * The bytes of the {@code .model} for all sentences that were added.
   *
   * @throws DolmetschException if the vocabulary cannot have the size that was asked for: it is too
   *     small for the text's characters, or the text is too small for it; the message says which
   *     size is possible
   */
  public byte[] train() {
    Alphabet alphabet = new Alphabet(words.characters(), options.characterCoverage());
    if (alphabet.size() == 0) {
      throw new DolmetschException(
          "subwords cannot be learnt: the training text is blank; name files with sentences");
    }
    int merges = options.vocabularySize() - BpeOptions.SPECIAL_PIECES - alphabet.size();
    if (merges < 0) {
      throw new DolmetschException(
          "a vocabulary of "
              + options.vocabularySize()
              + " subwords is too small for this text, which has "
              + alphabet.size()
              + " different characters; ask for "
              + (BpeOptions.SPECIAL_PIECES + alphabet.size())
              + " at least, or lower the character coverage");
    }
    List<Piece> pieces = new ArrayList<>(specialPieces());
    addMerges(pieces, merges, alphabet);
    for (int character : alphabet.characters()) {
      pieces.add(normalPiece(Character.toString(character), pieces.size()));
    }
    ModelFile model = new ModelFile(pieces, normalizerSpec, ModelFile.SpecialPieces.STANDARD);
    return ModelFileWriter.write(model, options);
  }

  private void addMerges(List<Piece> pieces, int number, Alphabet alphabet) {
    BpeMerges merges = new BpeMerges(words.words(), alphabet);
    for (int i = 0; i < number; i++) {
      Optional<String> merged = merges.mergeNext();
      if (merged.isEmpty()) {
        throw new DolmetschException(
            "a vocabulary of "
                + options.vocabularySize()
                + " subwords is too large for this text; ask for "
                + (pieces.size() + alphabet.size())
                + " at most, or give it more text");
      }
      pieces.add(normalPiece(merged.get(), pieces.size()));
    }
  }

  private static List<Piece> specialPieces() {
    ModelFile.SpecialPieces special = ModelFile.SpecialPieces.STANDARD;
    return List.of(
        new Piece(special.unk(), 0, PieceType.UNKNOWN),
        new Piece(special.bos(), 0, PieceType.CONTROL),
        new Piece(special.eos(), 0, PieceType.CONTROL),
        new Piece(special.pad(), 0, PieceType.CONTROL));
  }

  private static Piece normalPiece(String text, int id) {
    return new Piece(text, -(float) (id - BpeOptions.SPECIAL_PIECES), PieceType.NORMAL);
  }

  /** What looks like a special piece must not teach the vocabulary how to spell one. */
  private static String withoutSpecialPieces(String normalized) {
    String text = normalized;
    if (text.indexOf('<') >= 0) {
      for (Piece piece : specialPieces()) {
        text = text.replace(piece.text(), Character.toString(PieceRules.BOUNDARY));
      }
    }
    return text;
  }
}
