package dev.dolmetsch.model.decode;

import java.util.List;

/**
 * What a sentence was translated into.
 *
 * @param source the sentence
 * @param candidates the n best translations, best first; none for a blank sentence
 * @param truncated whether the sentence, or a part into which it was divided, was one word and too
 *     long, so that only its beginning was translated
 */
public record Translation(String source, List<Candidate> candidates, boolean truncated) {
  /** Copies the list. */
  public Translation {
    candidates = List.copyOf(candidates);
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
   */
  public record Candidate(String text, double score, double logProbability, List<String> pieces) {
    /** Copies the list. */
    public Candidate {
      pieces = List.copyOf(pieces);
    }
  }

  /** The best candidate's text; nothing for a blank sentence. */
  public String text() {
    return candidates.isEmpty() ? "" : candidates.get(0).text();
  }
}
