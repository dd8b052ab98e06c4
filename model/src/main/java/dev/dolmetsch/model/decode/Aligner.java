package dev.dolmetsch.model.decode;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.subword.SubwordModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Aligns translations with their sentences by the model's attention: the model reads each sentence
 * and its translation once more, many at a time.
 *
 * <p>Belongs to one thread at a time; to be closed before its translator.
 */
public final class Aligner implements AutoCloseable {
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
   * Aligns every candidate of each translation.
   *
   * @return for each translation its candidates' alignments, in their order
   */
  public List<List<Alignment>> align(List<Translation> translations) {
    return translator.whileOpen(() -> alignOpen(translations));
  }

  private List<List<Alignment>> alignOpen(List<Translation> translations) {
    List<int[]> sources = new ArrayList<>();
    List<int[]> targets = new ArrayList<>();
    for (Translation translation : translations) {
      int[] source = translator.subwords().encode(translation.source());
      int[] read = Arrays.copyOf(source, Math.min(source.length, maxSourceLength));
      for (Translation.Candidate candidate : translation.candidates()) {
        sources.add(read);
        targets.add(candidate.pieces().stream().mapToInt(translator.subwords()::id).toArray());
      }
    }
    List<float[][]> weights = attention.of(sources, targets);
    List<List<Alignment>> all = new ArrayList<>();
    int next = 0;
    for (Translation translation : translations) {
      List<String> spelt = translator.subwords().encodeAsPieces(translation.source());
      List<Alignment> alignments = new ArrayList<>();
      for (int i = 0; i < translation.candidates().size(); i++) {
        List<String> sourcePieces = spelt.subList(0, sources.get(next).length);
        alignments.add(new Alignment(sourcePieces, written(targets.get(next)), weights.get(next)));
        next++;
      }
      all.add(List.copyOf(alignments));
    }
    return Collections.unmodifiableList(all);
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
