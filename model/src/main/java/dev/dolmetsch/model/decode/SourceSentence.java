package dev.dolmetsch.model.decode;

/**
 * A sentence to be translated, with what is particular to it.
 *
 * @param text the sentence
 * @param prefix the text that its translation must begin with; may be empty. It is cut into pieces
 *     by itself, so that what follows may be the rest of its last word.
 * @param number what tells its samples from those of other sentences with the same seed, such as
 *     the number of its line
 */
public record SourceSentence(String text, String prefix, long number) {}
