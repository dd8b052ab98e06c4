package dev.dolmetsch.model.decode;

import java.util.List;

/** Where a search gets sentences from, whenever it has room for more. */
interface WaitingSentences {
  /**
   * A sentence to translate.
   *
   * @param ids of its pieces, without special ids, at least one
   * @param beam its hypotheses
   */
  @SuppressWarnings("ArrayRecordComponent") // Read only, and never compared.
  record Sentence(int[] ids, SentenceBeam beam) {}

  /**
   * Hands out sentences of similar length, which nobody else gets then.
   *
   * @param most as many at most
   * @return none if none are waiting
   */
  List<Sentence> take(int most);
}
