/**
 * Measures of translation quality: BLEU and chrF as sacreBLEU 2.6.0 computes them (Post, 2018), to
 * the last printed digit, and perplexity.
 *
 * <p>The data flow is the same for every metric: segments → sufficient statistics per segment →
 * their sum → score. Statistics are public values, so that a significance test can resample them
 * without counting n-grams again. Metrics know text alone; no model, corpus or file format enters
 * here, but for the reader of plain segment files, {@link
 * dev.dolmetsch.training.metric.SegmentFile}.
 *
 * <p>Text is handled as Python handles it (code points, white space, full lower-casing); the
 * Unicode tables are ICU4J's, pinned with the build, and not those of the JDK that happens to run.
 * ICU4J 77 knows Unicode 16. Its classes P, N and S and its lower-casing were compared with those
 * of Python 3.11 (Unicode 14): they agree on every character that was assigned then.
 */
@NullMarked
package dev.dolmetsch.training.metric;

import org.jspecify.annotations.NullMarked;
