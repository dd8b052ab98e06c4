package dev.dolmetsch.data.grammar;

/** The four cases of German. */
enum Case {
  NOMINATIVE,
  ACCUSATIVE,
  DATIVE,
  GENITIVE
}
