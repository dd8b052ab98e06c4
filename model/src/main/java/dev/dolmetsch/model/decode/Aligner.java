package dev.dolmetsch.model.decode;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.subword.SubwordModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Aligns translations with their sentences by the model's attention: the model reads each sentence
 * and its translation once more, many at a time.
 *
 * <p>Belongs to one thread at a time; to be closed before its translator.
 */
public final class Aligner implements AutoCloseable {
  private static final String SPACE = "\u2581";

  private final Translator translator;
  private final int maxSourceLength;
  private final ForcedAttention attention;

  /**
   * An aligner of a translator's translations.
   *
   * @param options those of the translations; {@code alignmentLayer} is the layer that aligns
   * @throws DolmetschException if the model has no such layer
   * @throws IllegalStateException if the translator is closed
   */
  public Aligner(Translator translator, DecodingOptions options) {
    this.translator = translator;
    this.maxSourceLength = options.maxSourceLength();
    this.attention =
        translator.whileOpen(
            () ->
                new ForcedAttention(
                    translator.config(),
                    translator.parameters(),
                    translator.specials(),
                    options.alignmentLayerOf(translator.config()),
                    translator.newKernels()));
  }

  /**
   * Aligns every candidate of each translation. A sentence that was divided, because it is longer
   * than {@code maxSourceLength}, is aligned part by part; pieces and words are numbered in the
   * whole.
   *
   * @return for each translation its candidates' alignments, in their order
   */
  public List<List<Alignment>> align(List<Translation> translations) {
    return translator.whileOpen(() -> alignOpen(translations));
  }

  private List<List<Alignment>> alignOpen(List<Translation> translations) {
    List<List<List<Pair>>> pairs =
        translations.stream()
            .map(
                each ->
                    IntStream.range(0, each.candidates().size())
                        .mapToObj(rank -> pairs(each, rank))
                        .toList())
            .toList();
    List<Pair> all = pairs.stream().flatMap(List::stream).flatMap(List::stream).toList();
    Iterator<float[][]> weights =
        attention
            .of(all.stream().map(Pair::source).toList(), all.stream().map(Pair::target).toList())
            .iterator();
    return pairs.stream()
        .map(candidates -> candidates.stream().map(parts -> joined(parts, weights)).toList())
        .toList();
  }

  private static Alignment joined(List<Pair> parts, Iterator<float[][]> weights) {
    return Alignment.joined(
        parts.stream()
            .map(part -> new Alignment(part.sourcePieces(), part.targetPieces(), weights.next()))
            .toList());
  }

  /** What is read at once: ids without special ids, and pieces as they stand in the whole text. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared, and written by nobody.
  private record Pair(
      int[] source, int[] target, List<String> sourcePieces, List<String> targetPieces) {}

  /** A sentence and its candidate, or one pair for each part that was translated by itself. */
  private List<Pair> pairs(Translation whole, int rank) {
    if (whole.parts().isEmpty()) {
      return List.of(pair(whole, rank, Optional.empty()));
    }
    List<Pair> pairs = new ArrayList<>();
    int position = 0;
    for (Translation part : whole.parts()) {
      int letters = skipSpace(whole.source(), position);
      boolean spaced = letters > position; // Sentences may follow each other without a space.
      position = skipLetters(whole.source(), letters, part.source());
      if (!part.candidates().isEmpty()) {
        boolean first = pairs.isEmpty();
        pairs.add(pair(part, rank, first ? Optional.empty() : Optional.of(spaced)));
      }
    }
    return pairs;
  }

  private static int skipSpace(String text, int from) {
    int to = from;
    while (to < text.length() && Character.isWhitespace(text.charAt(to))) {
      to++;
    }
    return to;
  }

  /** Skips the letters of a part, whose spaces may be others than those of the whole text. */
  private static int skipLetters(String text, int from, String part) {
    long letters = part.chars().filter(c -> !Character.isWhitespace(c)).count();
    int to = from;
    for (; letters > 0 && to < text.length(); to++) {
      letters -= Character.isWhitespace(text.charAt(to)) ? 0 : 1;
    }
    return to;
  }

  /**
   * A pair.
   *
   * @param spaced whether the source stands behind a space; empty at the beginning of the text
   */
  private Pair pair(Translation translation, int rank, Optional<Boolean> spaced) {
    SubwordModel subwords = translator.subwords();
    int[] ids = subwords.encode(translation.source());
    int[] source = Arrays.copyOf(ids, Math.min(ids.length, maxSourceLength));
    List<String> sourcePieces =
        subwords.encodeAsPieces(translation.source()).subList(0, source.length);
    int[] target = translation.joinedInto(rank).pieces().stream().mapToInt(subwords::id).toArray();
    List<String> targetPieces = written(target);
    return spaced.isEmpty()
        ? new Pair(source, target, sourcePieces, targetPieces)
        : new Pair(
            source,
            target,
            beginning(sourcePieces, spaced.get()),
            beginning(targetPieces, true)); // Translations are joined with spaces.
  }

  /** Pieces of which the first begins with a space, or does not. */
  private static List<String> beginning(List<String> pieces, boolean spaced) {
    if (pieces.isEmpty() || pieces.get(0).startsWith(SPACE) == spaced) {
      return pieces;
    }
    List<String> others = new ArrayList<>(pieces);
    others.set(0, spaced ? SPACE + pieces.get(0) : pieces.get(0).substring(1));
    return others;
  }

  /** The pieces as they stand in the translation, where the unknown piece has a sign of its own. */
  private List<String> written(int[] ids) {
    SubwordModel subwords = translator.subwords();
    return Arrays.stream(ids)
        .mapToObj(
            id -> id == subwords.unkId() ? subwords.decode(new int[] {id}) : subwords.piece(id))
        .toList();
  }

  /** Releases the memory. */
  @Override
  public void close() {
    attention.close();
  }
}
