package dev.dolmetsch.training.config;

/** How a gradient becomes a step. */
public enum OptimizerKind {
  /** Adam (Kingma and Ba, 2015). */
  ADAM,
  /** Adam with decoupled weight decay (Loshchilov and Hutter, 2019). */
  ADAMW
}
