package dev.dolmetsch.model.decode;

/**
 * A sentence that is being translated.
 *
 * @param request who wants it
 * @param beam its hypotheses
 * @param candidates pieces that it may have, ascending; looked at only with a shortlist
 */
@SuppressWarnings("ArrayRecordComponent") // It is compared by nobody.
record RunningSentence(SearchRequest request, SentenceBeam beam, int[] candidates) {}
