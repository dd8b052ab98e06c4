package dev.dolmetsch.data.subword;

/**
 * How a model's text is normalised before it is cut into pieces; {@code NormalizerSpec} of the
 * file.
 *
 * @param name the rule's name, such as {@code nmt_nfkc}
 * @param characterMap what the rule replaces
 * @param addDummyPrefix whether a space is put before the text, so that its first word is like any
 *     other
 * @param removeExtraWhitespaces whether leading, trailing and repeated spaces vanish
 * @param escapeWhitespaces whether a space becomes U+2581
 * @param whitespaceAsSuffix whether the space of {@code addDummyPrefix} goes to the end (the file
 *     keeps this one in its trainer's settings)
 */
record NormalizerSpec(
    String name,
    CharacterMap characterMap,
    boolean addDummyPrefix,
    boolean removeExtraWhitespaces,
    boolean escapeWhitespaces,
    boolean whitespaceAsSuffix) {

  /** The settings that SentencePiece gives to a new model. */
  static NormalizerSpec standard(String name, CharacterMap characterMap) {
    return new NormalizerSpec(name, characterMap, true, true, true, false);
  }
}
