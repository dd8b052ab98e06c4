package dev.dolmetsch.data.subword;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.FileProblems;
import dev.dolmetsch.data.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;

/**
 * A SentencePiece {@code .model}: text to piece ids and back.
 *
 * <p>Encoding is SentencePiece's own, through DJL; decoding joins the pieces that the file holds,
 * by SentencePiece's rules. Every BPE and unigram model without a denormaliser is read, not only
 * those that {@link BpeTrainer} writes.
 *
 * <p>Thread-safe. Holds native memory until it is closed.
 */
public final class SubwordModel implements AutoCloseable {
  private final byte[] bytes;
  private final Vocabulary vocabulary;
  private final ModelFile.SpecialPieces special;
  private final TextNormalizer normalizer;
  private final PieceJoiner joiner;
  private final PieceAligner aligner;
  private final NativeEncoder encoder;

  private SubwordModel(byte[] bytes, String name) {
    ModelFile file;
    try {
      file = ModelFileReader.read(bytes);
      vocabulary = new Vocabulary(file.pieces());
    } catch (IOException | IllegalArgumentException e) {
      throw new DolmetschException(
          name + ": not a SentencePiece model that can be used: " + e.getMessage(), e);
    }
    this.bytes = bytes;
    special = file.special();
    normalizer =
        new TextNormalizer(file.normalizer(), vocabulary.spellings(PieceType.USER_DEFINED));
    joiner = new PieceJoiner(vocabulary, file.normalizer(), special.unkSurface());
    aligner = new PieceAligner(vocabulary);
    encoder = new NativeEncoder(bytes, name);
  }

  /**
   * The model in that file.
   *
   * @throws DolmetschException if the file cannot be read or is no usable SentencePiece model
   */
  public static SubwordModel load(Path file) {
    try {
      return new SubwordModel(Files.readAllBytes(file), file.toString());
    } catch (IOException e) {
      throw new DolmetschException(
          file + ": cannot read the subword model: " + FileProblems.reason(e) + "; check the path",
          e);
    }
  }

  /**
   * The model in these bytes, which are those of a {@code .model} file.
   *
   * @throws DolmetschException if they are no usable SentencePiece model
   */
  public static SubwordModel of(byte[] bytes) {
    return new SubwordModel(bytes.clone(), "subword model");
  }

  /**
   * The ids of the text's pieces, without any mark for beginning or end. A lone half of a surrogate
   * pair counts as U+FFFD.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public int[] encode(String text) {
    return encoder.encode(wellFormed(text));
  }

  /**
   * The text's pieces as {@code spm_encode} prints them: U+2581 for a space, and what the
   * vocabulary cannot spell as it stands in the normalised text.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public List<String> encodeAsPieces(String text) {
    String wellFormed = wellFormed(text);
    return aligner.align(normalizer.normalize(wellFormed), encoder.encode(wellFormed));
  }

  /**
   * The text that these ids spell, as {@code spm_decode} prints it: nothing for control pieces,
   * {@code " ⁇ "} for the unknown piece.
   *
   * @throws IllegalArgumentException if an id is not in 0 … {@link #size} − 1
   */
  public String decode(int[] ids) {
    List<String> pieces = new ArrayList<>(ids.length);
    for (int id : ids) {
      pieces.add(piece(id));
    }
    return joiner.join(pieces);
  }

  /** The text that these pieces spell; a piece that the vocabulary lacks stands for itself. */
  public String decodePieces(List<String> pieces) {
    return joiner.join(pieces);
  }

  /** Decodes ids as they come, to the same text as {@link #decode}. */
  public TextStream decodeStream() {
    return new TextStream(joiner);
  }

  /** The text in the normal form that is cut into pieces, U+2581 for each space. */
  public String normalize(String text) {
    return normalizer.normalize(wellFormed(text));
  }

  /** The number of pieces, special ones included. */
  public int size() {
    return vocabulary.size();
  }

  /**
   * The spelling of a piece.
   *
   * @throws IllegalArgumentException if the id is not in 0 … {@link #size} − 1
   */
  public String piece(int id) {
    return vocabulary.piece(id).text();
  }

  /** The id of the piece that is spelt so, or {@link #unkId}. */
  public int id(String piece) {
    return vocabulary.id(piece);
  }

  /** The id of everything that the vocabulary cannot spell. */
  public int unkId() {
    return vocabulary.unkId();
  }

  /** The id that begins a sentence, if the model has one. */
  public OptionalInt bosId() {
    return vocabulary.controlId(special.bos());
  }

  /** The id that ends a sentence, if the model has one. */
  public OptionalInt eosId() {
    return vocabulary.controlId(special.eos());
  }

  /** The id that fills a batch, if the model has one. */
  public OptionalInt padId() {
    return vocabulary.controlId(special.pad());
  }

  /** A copy of the {@code .model} file's bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** The SHA-256 of the {@code .model} file, in lower-case hexadecimal digits. */
  public String sha256() {
    return HexFormat.of().formatHex(Sha256.digest().digest(bytes));
  }

  @Override
  public void close() {
    encoder.close();
  }

  private static String wellFormed(String text) {
    boolean unpaired = text.codePoints().anyMatch(SubwordModel::isSurrogate);
    if (!unpaired) {
      return text;
    }
    int[] codePoints = text.codePoints().map(c -> isSurrogate(c) ? 0xFFFD : c).toArray();
    return new String(codePoints, 0, codePoints.length);
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
