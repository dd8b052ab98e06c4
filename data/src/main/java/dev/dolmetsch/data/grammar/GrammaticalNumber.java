package dev.dolmetsch.data.grammar;

/** Singular or plural. */
enum GrammaticalNumber {
  SINGULAR,
  PLURAL
}
