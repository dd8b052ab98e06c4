package dev.dolmetsch.model.decode;

import dev.dolmetsch.data.subword.SubwordModel;
import java.util.Arrays;
import java.util.List;

/**
 * A sentence to be translated.
 *
 * @param ids of its pieces, without special ids; none if it is blank
 * @param truncated whether it has more pieces than these
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and written by nobody.
record Source(String sentence, int[] ids, boolean truncated) {
  static Source of(String sentence, SubwordModel subwords, int maxLength) {
    int[] ids = subwords.encode(sentence);
    boolean truncated = ids.length > maxLength;
    return new Source(sentence, truncated ? Arrays.copyOf(ids, maxLength) : ids, truncated);
  }

  boolean blank() {
    return ids.length == 0;
  }

  /** What a blank sentence is translated into. */
  Translation untranslated() {
    return new Translation(sentence, List.of(), truncated);
  }

  /** What it is translated into, given its n best hypotheses, and whether a shortlist was on. */
  Translation translation(List<Hypothesis> found, SubwordModel subwords, boolean shortlisted) {
    List<Translation.Candidate> candidates =
        found.stream().map(hypothesis -> candidate(hypothesis, subwords, shortlisted)).toList();
    return new Translation(sentence, candidates, truncated);
  }

  private static Translation.Candidate candidate(
      Hypothesis hypothesis, SubwordModel subwords, boolean shortlisted) {
    int[] ids = hypothesis.ids();
    return new Translation.Candidate(
        subwords.decode(ids),
        hypothesis.score(),
        hypothesis.logProbability(),
        Arrays.stream(ids).mapToObj(subwords::piece).toList(),
        shortlisted);
  }
}
