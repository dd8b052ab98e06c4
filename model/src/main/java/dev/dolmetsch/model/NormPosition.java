package dev.dolmetsch.model;

/** Where a block's layer normalisation stands. */
public enum NormPosition {
  /**
   * x + f(norm(x)), with one more norm after the last layer; trains stably without much warm-up.
   */
  PRE,
  /** norm(x + f(x)), as in Vaswani et al. (2017). */
  POST
}
