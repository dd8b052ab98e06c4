/**
 * Translation: the encoder once, then the decoder step by step with cached keys and values; greedy
 * and beam search; {@code Translator}, the library's front door. From the caller inwards:
 *
 * <ul>
 *   <li><i>Texts</i>: {@code Translator} is what callers see. {@code TextTranslator} divides texts
 *       ({@code LongSentences}), has their parts searched for, and makes a {@code Translation}; a
 *       stream's pieces come through {@code DecidedPieces}. {@code Lifetime} closes it when nothing
 *       is under way.
 *   <li><i>Requests</i>: {@code SearchRequest}s of all callers wait in the {@code RequestQueue} of
 *       a {@code SearchPool}, whose workers take them as {@code WaitingRequests}.
 *   <li><i>A search</i>: {@code BeamSearch} takes the sentences of a {@code RunningBatch} one piece
 *       further at a time, as {@code DecodingOptions} say.
 *   <li><i>The model's step</i>: {@code BatchEncoder}; {@code DecoderStep}s, which {@code
 *       DecoderSteps} makes for a batch's shape ({@code ShapeBuckets}), with the keys and values of
 *       {@code CacheEntries}.
 *   <li><i>One sentence's hypotheses</i>: {@code SentenceBeam} chooses {@code Continuations} of the
 *       {@code TopCandidates} of a {@code LogitRow} ({@code LogSumExp}), or has a {@code
 *       PieceSampler} draw them; {@code PieceBans} takes pieces away, {@code HypothesisScorer}
 *       ranks what is finished.
 *   <li><i>Shortlist</i>: {@code ShortlistBuilder} counts a {@code Shortlist}, {@code
 *       BatchCandidates} joins those of a batch.
 *   <li><i>Alignment</i>: {@code Aligner} reads an {@code Alignment} off {@code ForcedAttention}.
 * </ul>
 */
@NullMarked
package dev.dolmetsch.model.decode;

import org.jspecify.annotations.NullMarked;
