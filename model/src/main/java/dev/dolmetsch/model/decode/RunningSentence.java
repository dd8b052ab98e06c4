package dev.dolmetsch.model.decode;

/**
 * A sentence that is being translated.
 *
 * @param request who wants it
 * @param beam its hypotheses
 */
record RunningSentence(SearchRequest request, SentenceBeam beam) {}
