/**
 * The bundled corpus: a bilingual grammar that writes correct English–German pairs.
 *
 * <p>A {@link dev.dolmetsch.data.grammar.Lexicon} of words and a set of {@code …Sentences} decide
 * what is said, as {@code Clause} and {@code NounPhrase} records that belong to neither language;
 * the {@code English…} and {@code German…} classes say it. Nothing here knows of files other than
 * the lexicon, of subwords or of models.
 *
 * <p>Conventions that give each English sentence one German sentence: <i>you</i> is <i>du</i>; the
 * past is the perfect, or the preterite for the verbs whose lexicon entry says so; the future is
 * <i>werden</i>; English writes the present of an event progressively, or simply where an adverbial
 * says that it recurs and in some statements without a time; a noun for a person has one German
 * form (<i>teacher</i>, <i>Lehrerin</i>).
 */
@NullMarked
package dev.dolmetsch.data.grammar;

import org.jspecify.annotations.NullMarked;
