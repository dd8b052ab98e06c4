package dev.dolmetsch.model.decode;

import static dev.dolmetsch.model.decode.Ranges.require;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.TransformerConfig;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How translations are searched for; the {@code decoding} section of a configuration file. Lengths
 * of translations are counted in pieces without {@code </s>}.
 *
 * @param method whether the n best are searched for or drawn
 * @param beamSize K: hypotheses kept per sentence, 1–64; 1 is greedy search. Sampling ignores it.
 * @param lengthPenalty α: a finished hypothesis of n pieces (with {@code </s>}) and summed
 *     log-probability s is ranked by s / n^α, 0–5; 0 ranks by s alone
 * @param coveragePenalty β, 0–100: what {@link HypothesisScorer} adds to that for source pieces
 *     that got little attention; 0 adds nothing and computes nothing
 * @param diversity groups of the beam that avoid each other's pieces. Sampling ignores it.
 * @param nBest hypotheses returned per sentence, 1–{@code beamSize}; samples, 1–64
 * @param maxLengthFactor a translation has at most {@code maxLengthFactor} · source pieces + {@code
 *     maxLengthOffset} pieces
 * @param maxLengthOffset see {@code maxLengthFactor}
 * @param minDecodingLength a translation has at least so many pieces, 0–{@code maxDecodingLength},
 *     even where {@code maxLengthFactor} allows fewer
 * @param maxDecodingLength a translation has at most so many pieces, 1–65536, however long its
 *     source is
 * @param noRepeatNgramSize no sequence of so many pieces stands twice in a translation, 0–100; 0
 *     allows it
 * @param sampling what samples are drawn from
 * @param alignmentLayer the decoder layer, from 0, whose encoder–decoder attention says what is
 *     aligned with and covered by what; unless given, the last but one (see {@link
 *     #alignmentLayerOf})
 * @param shortlist whether only those pieces may be produced that the model's {@link Shortlist}
 *     expects of the source; log-probabilities are then relative to these pieces
 * @param maxSourceLength a source of more pieces is divided and translated by parts, 1–4096
 * @param batchTokens source tokens that a worker translates together at most: its sentences times
 *     the longest one's width, padding included; at least 1. A sentence that has more by itself is
 *     translated alone.
 */
public record DecodingOptions(
    SearchMethod method,
    int beamSize,
    double lengthPenalty,
    double coveragePenalty,
    Diversity diversity,
    int nBest,
    double maxLengthFactor,
    int maxLengthOffset,
    int minDecodingLength,
    int maxDecodingLength,
    int noRepeatNgramSize,
    Sampling sampling,
    Optional<Integer> alignmentLayer,
    boolean shortlist,
    int maxSourceLength,
    int batchTokens) {

  private static final int MOST_HYPOTHESES = 64;

  /** Refuses values out of range, naming the key as it stands in a configuration file. */
  public DecodingOptions {
    require(
        beamSize >= 1 && beamSize <= MOST_HYPOTHESES, "decoding.beam_size", beamSize, "in 1–64");
    require(
        lengthPenalty >= 0 && lengthPenalty <= 5,
        "decoding.length_penalty",
        lengthPenalty,
        "in 0–5");
    require(
        coveragePenalty >= 0 && coveragePenalty <= 100,
        "decoding.coverage_penalty",
        coveragePenalty,
        "in 0–100");
    require(
        method == SearchMethod.SAMPLING || beamSize % diversity.groups() == 0,
        "decoding.diversity.groups",
        diversity.groups(),
        "a divisor of decoding.beam_size (" + beamSize + ")");
    boolean sampled = method == SearchMethod.SAMPLING;
    require(
        nBest >= 1 && nBest <= (sampled ? MOST_HYPOTHESES : beamSize),
        "decoding.n_best",
        nBest,
        sampled ? "in 1–64" : "in 1–decoding.beam_size (" + beamSize + ")");
    require(
        maxLengthFactor >= 0 && maxLengthFactor <= 100,
        "decoding.max_length_factor",
        maxLengthFactor,
        "in 0–100");
    require(
        maxLengthOffset >= 0 && maxLengthOffset <= 4096,
        "decoding.max_length_offset",
        maxLengthOffset,
        "in 0–4096");
    require(
        maxDecodingLength >= 1 && maxDecodingLength <= 65_536,
        "decoding.max_decoding_length",
        maxDecodingLength,
        "in 1–65536");
    require(
        minDecodingLength >= 0 && minDecodingLength <= maxDecodingLength,
        "decoding.min_decoding_length",
        minDecodingLength,
        "in 0–decoding.max_decoding_length (" + maxDecodingLength + ")");
    require(
        noRepeatNgramSize >= 0 && noRepeatNgramSize <= 100,
        "decoding.no_repeat_ngram_size",
        noRepeatNgramSize,
        "in 0–100");
    alignmentLayer.ifPresent(
        layer -> require(layer >= 0, "decoding.alignment_layer", layer, "at least 0"));
    require(
        maxSourceLength >= 1 && maxSourceLength <= 4096,
        "decoding.max_source_length",
        maxSourceLength,
        "in 1–4096");
    require(batchTokens >= 1, "decoding.batch_tokens", batchTokens, "at least 1");
  }

  /** Beam 5, length penalty 1, one translation, at most 1.5 · source + 10 pieces. */
  public static DecodingOptions defaults() {
    return new DecodingOptions(
        SearchMethod.BEAM,
        5,
        1.0,
        0.0,
        Diversity.defaults(),
        1,
        1.5,
        10,
        0,
        65_536,
        0,
        Sampling.defaults(),
        Optional.empty(),
        false,
        256,
        4096);
  }

  /**
   * The same options but for what is changed: {@code options.with(change -> change.beamSize(8))}.
   *
   * @throws IllegalArgumentException if the changed options do not fit together
   */
  public DecodingOptions with(Consumer<DecodingChange> changes) {
    DecodingChange change = new DecodingChange(this);
    changes.accept(change);
    return change.options();
  }

  /** The same options for greedy search, without groups and with one hypothesis. */
  public DecodingOptions greedy() {
    return with(
        change ->
            change.method(SearchMethod.BEAM).beamSize(1).nBest(1).diversity(Diversity.defaults()));
  }

  /** The same options with another beam size, which must not be below {@code nBest}. */
  public DecodingOptions withBeamSize(int size) {
    return with(change -> change.beamSize(size));
  }

  /** The same options with n-best lists of that length. */
  public DecodingOptions withNBest(int count) {
    return with(change -> change.nBest(count));
  }

  /** Hypotheses of a sentence that are computed together: K, or as many as samples. */
  public int hypotheses() {
    return method == SearchMethod.SAMPLING ? nBest : beamSize;
  }

  /** Groups of hypotheses that go on by themselves: those of the beam, or one for each sample. */
  int groups() {
    return method == SearchMethod.SAMPLING ? nBest : diversity.groups();
  }

  /** The most pieces that the translation of a source of so many pieces may have, at least 1. */
  int longest(int sourcePieces) {
    double bySource = maxLengthFactor * sourcePieces + maxLengthOffset;
    return (int) Math.max(1, Math.min(maxDecodingLength, Math.max(minDecodingLength, bySource)));
  }

  /**
   * The {@code alignmentLayer}, by default the last but one: there the heads' mean agrees best with
   * people's alignments (Garg et al., "Jointly learning to align and translate with Transformer
   * models", 2019).
   *
   * @throws DolmetschException if the model has no such layer
   */
  public int alignmentLayerOf(TransformerConfig model) {
    int layers = model.decoderLayers();
    int layer = alignmentLayer.orElse(Math.max(0, layers - 2));
    if (layer >= layers) {
      throw new DolmetschException(
          "decoding.alignment_layer must be in 0–"
              + (layers - 1)
              + ", as the model has "
              + layers
              + " decoder layers, but is "
              + layer);
    }
    return layer;
  }
}
