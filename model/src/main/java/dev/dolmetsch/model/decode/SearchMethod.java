package dev.dolmetsch.model.decode;

/** How the next piece of a translation is chosen. */
public enum SearchMethod {
  /** Beam search; greedy where the beam has one hypothesis. */
  BEAM,
  /** Each of the n best is a sample of its own, drawn from the model. */
  SAMPLING
}
