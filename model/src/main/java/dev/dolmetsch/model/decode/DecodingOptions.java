package dev.dolmetsch.model.decode;

/**
 * How translations are searched for; the {@code decoding} section of a configuration file.
 *
 * @param beamSize hypotheses kept per sentence, 1–64; 1 is greedy search
 * @param lengthPenalty α: a finished hypothesis of n pieces (with {@code </s>}) and summed
 *     log-probability s is ranked by s / n^α, 0–5; 0 ranks by s alone
 * @param nBest hypotheses returned per sentence, 1–{@code beamSize}
 * @param maxLengthFactor a translation has at most {@code maxLengthFactor} · source pieces + {@code
 *     maxLengthOffset} pieces
 * @param maxLengthOffset see {@code maxLengthFactor}
 * @param maxSourceLength a source of more pieces is divided and translated by parts, 1–4096
 * @param batchTokens padded source tokens that are translated together, at least 1
 */
public record DecodingOptions(
    int beamSize,
    double lengthPenalty,
    int nBest,
    double maxLengthFactor,
    int maxLengthOffset,
    int maxSourceLength,
    int batchTokens) {

  /** Refuses values out of range, naming the key as it stands in a configuration file. */
  public DecodingOptions {
    require(beamSize >= 1 && beamSize <= 64, "decoding.beam_size", beamSize, "in 1–64");
    require(
        lengthPenalty >= 0 && lengthPenalty <= 5,
        "decoding.length_penalty",
        lengthPenalty,
        "in 0–5");
    require(
        nBest >= 1 && nBest <= beamSize,
        "decoding.n_best",
        nBest,
        "in 1–decoding.beam_size (" + beamSize + ")");
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
        maxSourceLength >= 1 && maxSourceLength <= 4096,
        "decoding.max_source_length",
        maxSourceLength,
        "in 1–4096");
    require(batchTokens >= 1, "decoding.batch_tokens", batchTokens, "at least 1");
  }

  /** Beam 5, length penalty 1, one translation, at most 1.5 · source + 10 pieces. */
  public static DecodingOptions defaults() {
    return new DecodingOptions(5, 1.0, 1, 1.5, 10, 256, 4096);
  }

  /** The same options with another beam size, which must not be below {@code nBest}. */
  public DecodingOptions withBeamSize(int size) {
    return new DecodingOptions(
        size, lengthPenalty, nBest, maxLengthFactor, maxLengthOffset, maxSourceLength, batchTokens);
  }

  /** The same options with n-best lists of that length. */
  public DecodingOptions withNBest(int count) {
    return new DecodingOptions(
        beamSize,
        lengthPenalty,
        count,
        maxLengthFactor,
        maxLengthOffset,
        maxSourceLength,
        batchTokens);
  }

  private static void require(boolean holds, String key, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(key + " must be " + range + ", but is " + value);
    }
  }
}
