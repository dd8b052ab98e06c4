package dev.dolmetsch.model.ops;

/** The non-linearity between the two products of a feed-forward block. */
public enum Activation {
  /** max(0, x). */
  RELU,
  /** x·Φ(x) with the exact Gaussian distribution function (Hendrycks and Gimpel, 2016). */
  GELU
}
