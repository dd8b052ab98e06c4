package dev.dolmetsch.model.decode;

import java.util.Optional;

/**
 * What is to differ from given options; see {@link DecodingOptions#with}. Each method sets the
 * option of its name, and returns this. Values are checked when all are set.
 */
public final class DecodingChange {
  private SearchMethod method;
  private int beamSize;
  private double lengthPenalty;
  private double coveragePenalty;
  private Diversity diversity;
  private int nBest;
  private double maxLengthFactor;
  private int maxLengthOffset;
  private int minDecodingLength;
  private int maxDecodingLength;
  private int noRepeatNgramSize;
  private Sampling sampling;
  private Optional<Integer> alignmentLayer;
  private boolean shortlist;
  private int maxSourceLength;
  private int batchTokens;

  DecodingChange(DecodingOptions from) {
    this.method = from.method();
    this.beamSize = from.beamSize();
    this.lengthPenalty = from.lengthPenalty();
    this.coveragePenalty = from.coveragePenalty();
    this.diversity = from.diversity();
    this.nBest = from.nBest();
    this.maxLengthFactor = from.maxLengthFactor();
    this.maxLengthOffset = from.maxLengthOffset();
    this.minDecodingLength = from.minDecodingLength();
    this.maxDecodingLength = from.maxDecodingLength();
    this.noRepeatNgramSize = from.noRepeatNgramSize();
    this.sampling = from.sampling();
    this.alignmentLayer = from.alignmentLayer();
    this.shortlist = from.shortlist();
    this.maxSourceLength = from.maxSourceLength();
    this.batchTokens = from.batchTokens();
  }

  DecodingOptions options() {
    return new DecodingOptions(
        method,
        beamSize,
        lengthPenalty,
        coveragePenalty,
        diversity,
        nBest,
        maxLengthFactor,
        maxLengthOffset,
        minDecodingLength,
        maxDecodingLength,
        noRepeatNgramSize,
        sampling,
        alignmentLayer,
        shortlist,
        maxSourceLength,
        batchTokens);
  }

  /** Beam search or sampling. */
  public DecodingChange method(SearchMethod value) {
    method = value;
    return this;
  }

  /** K. */
  public DecodingChange beamSize(int value) {
    beamSize = value;
    return this;
  }

  /** α. */
  public DecodingChange lengthPenalty(double value) {
    lengthPenalty = value;
    return this;
  }

  /** β. */
  public DecodingChange coveragePenalty(double value) {
    coveragePenalty = value;
    return this;
  }

  /** Groups and λ. */
  public DecodingChange diversity(Diversity value) {
    diversity = value;
    return this;
  }

  /** Hypotheses returned per sentence. */
  public DecodingChange nBest(int value) {
    nBest = value;
    return this;
  }

  /** Pieces per source piece, at most. */
  public DecodingChange maxLengthFactor(double value) {
    maxLengthFactor = value;
    return this;
  }

  /** Pieces beside those, at most. */
  public DecodingChange maxLengthOffset(int value) {
    maxLengthOffset = value;
    return this;
  }

  /** Pieces, at least. */
  public DecodingChange minDecodingLength(int value) {
    minDecodingLength = value;
    return this;
  }

  /** Pieces, at most. */
  public DecodingChange maxDecodingLength(int value) {
    maxDecodingLength = value;
    return this;
  }

  /** Pieces in a row that do not stand twice. */
  public DecodingChange noRepeatNgramSize(int value) {
    noRepeatNgramSize = value;
    return this;
  }

  /** Temperature, k, p and seed. */
  public DecodingChange sampling(Sampling value) {
    sampling = value;
    return this;
  }

  /** The decoder layer that aligns, from 0. */
  public DecodingChange alignmentLayer(int value) {
    alignmentLayer = Optional.of(value);
    return this;
  }

  /** Whether only pieces of the model's shortlist are produced. */
  public DecodingChange shortlist(boolean value) {
    shortlist = value;
    return this;
  }

  /** Source pieces, at most. */
  public DecodingChange maxSourceLength(int value) {
    maxSourceLength = value;
    return this;
  }

  /** Source pieces of a batch. */
  public DecodingChange batchTokens(int value) {
    batchTokens = value;
    return this;
  }
}
