package dev.dolmetsch.model.decode;

import java.util.List;

/**
 * What a sentence was translated into.
 *
 * @param source the sentence
 * @param candidates the n best translations, best first; none for a blank sentence
 * @param truncated whether the sentence, or a part into which it was divided, was one word and too
 *     long, so that only its beginning was translated
 * @param parts the translations of the parts into which the sentence was divided because it was
 *     longer than {@code maxSourceLength}, in their order; none if it was translated whole
 */
public record Translation(
    String source, List<Candidate> candidates, boolean truncated, List<Translation> parts) {
  /** Copies the lists. */
  public Translation {
    candidates = List.copyOf(candidates);
    parts = List.copyOf(parts);
  }

  /** A sentence's that was translated whole. */
  public Translation(String source, List<Candidate> candidates, boolean truncated) {
    this(source, candidates, truncated, List.of());
  }

  /**
   * One translation. Two candidates may have the same text, cut into other pieces.
   *
   * @param text the translation
   * @param score what ranked it: {@code logProbability} / n^α, plus the coverage penalty if there
   *     is one; the mean of the parts' where the sentence was so long that it was divided
   * @param logProbability natural, of all pieces and {@code </s>}; the model's own, whatever was
   *     banned, forced, penalised or drawn
   * @param pieces the subwords of which the text is joined
   * @param shortlisted whether a shortlist was on: then the log-probability and the score are
   *     relative to the pieces that it allowed, and not below the model's own
   */
  public record Candidate(
      String text, double score, double logProbability, List<String> pieces, boolean shortlisted) {
    /** One that was found among all pieces. */
    public Candidate(String text, double score, double logProbability, List<String> pieces) {
      this(text, score, logProbability, pieces, false);
    }

    /** Copies the list. */
    public Candidate {
      pieces = List.copyOf(pieces);
    }
  }

  /**
   * The part's candidate that a candidate of the whole sentence was joined of: that of the same
   * rank, or the last where the part has fewer.
   *
   * @param rank from 0; this translation must have candidates
   */
  Candidate joinedInto(int rank) {
    return candidates.get(Math.min(rank, candidates.size() - 1));
  }

  /** The best candidate's text; nothing for a blank sentence. */
  public String text() {
    return candidates.isEmpty() ? "" : candidates.get(0).text();
  }
}
