package dev.dolmetsch.training.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * chrF (Popović, 2015) and chrF+/chrF++ (Popović, 2017): the F-score of n-grams of characters, and
 * of words, as sacreBLEU 2.6.0 computes it. Immutable and thread-safe.
 */
public final class Chrf {

  /** Precision, recall and F-score of an order that has none, with ε-smoothing. */
  private static final double EPSILON = 1e-16;

  private final ChrfOptions options;

  /** chrF of that variant. */
  public Chrf(ChrfOptions options) {
    this.options = Objects.requireNonNull(options, "options");
  }

  /**
   * chrF of a corpus: of the summed counts, each segment's against the reference that it scores
   * best with.
   *
   * @param hypotheses one line per segment
   * @param references one list per stream of references, each with one line per segment
   * @throws dev.dolmetsch.data.DolmetschException if there are no hypotheses, or a stream has
   *     another number of lines
   * @throws IllegalArgumentException if there is no stream of references
   */
  public ChrfScore corpus(List<String> hypotheses, List<List<String>> references) {
    return score(ChrfStatistics.sum(statistics(hypotheses, references)), references.size());
  }

  /**
   * chrF of one sentence against its references.
   *
   * @throws IllegalArgumentException if there are no references
   */
  public ChrfScore sentence(String hypothesis, List<String> references) {
    Segments.requireReferences(references.size());
    return score(segment(hypothesis, references), references.size());
  }

  /**
   * The sufficient statistics of each segment, in order.
   *
   * @throws dev.dolmetsch.data.DolmetschException as {@link #corpus}
   * @throws IllegalArgumentException as {@link #corpus}
   */
  public List<ChrfStatistics> statistics(List<String> hypotheses, List<List<String>> references) {
    return Segments.map(hypotheses, references, this::segment);
  }

  /**
   * The score that follows from statistics counted with the same options.
   *
   * @param references number of references, for the signature
   * @throws IllegalArgumentException if the statistics have another number of orders, or {@code
   *     references} is below 1
   */
  public ChrfScore score(ChrfStatistics statistics, int references) {
    int orders = options.charOrder() + options.wordOrder();
    if (statistics.matches().size() != orders) {
      throw new IllegalArgumentException(
          "statistics must have " + orders + " orders, but have " + statistics.matches().size());
    }
    Segments.requireReferences(references);
    return new ChrfScore(options.name(), fScore(statistics), options.signature(references));
  }

  private ChrfStatistics segment(String hypothesis, List<String> references) {
    List<Map<String, Integer>> ngrams = ngrams(hypothesis);
    ChrfStatistics best = compare(ngrams, ngrams(references.get(0)));
    double bestScore = fScore(best);
    for (String reference : references.subList(1, references.size())) {
      ChrfStatistics statistics = compare(ngrams, ngrams(reference));
      double score = fScore(statistics);
      if (score > bestScore) {
        best = statistics;
        bestScore = score;
      }
    }
    return best;
  }

  /** N-grams of each order, those of characters first. */
  private List<Map<String, Integer>> ngrams(String segment) {
    String text = options.lowercase() ? PythonText.lowerCase(segment) : segment;
    int[] characters =
        text.codePoints().filter(c -> options.whitespace() || !PythonText.isSpace(c)).toArray();
    List<Map<String, Integer>> ngrams = new ArrayList<>();
    for (int order = 1; order <= options.charOrder(); order++) {
      ngrams.add(NgramCounts.ofCharacters(characters, order));
    }
    if (options.wordOrder() > 0) {
      List<String> words = splitPunctuation(PythonText.split(text));
      for (int order = 1; order <= options.wordOrder(); order++) {
        ngrams.add(NgramCounts.ofWords(words, order));
      }
    }
    return ngrams;
  }

  /** Cuts one mark of punctuation off each word: the last character, or else the first. */
  private static List<String> splitPunctuation(List<String> words) {
    List<String> parts = new ArrayList<>();
    for (String word : words) {
      int last = word.length() - 1;
      if (last == 0) {
        parts.add(word);
      } else if (isAsciiPunctuation(word.charAt(last))) {
        parts.add(word.substring(0, last));
        parts.add(word.substring(last));
      } else if (isAsciiPunctuation(word.charAt(0))) {
        parts.add(word.substring(0, 1));
        parts.add(word.substring(1));
      } else {
        parts.add(word);
      }
    }
    return parts;
  }

  private static boolean isAsciiPunctuation(char c) {
    return (c >= '!' && c <= '/')
        || (c >= ':' && c <= '@')
        || (c >= '[' && c <= '`')
        || (c >= '{' && c <= '~');
  }

  private static ChrfStatistics compare(
      List<Map<String, Integer>> hypothesis, List<Map<String, Integer>> reference) {
    int orders = hypothesis.size();
    long[] hypothesisTotals = new long[orders];
    long[] referenceTotals = new long[orders];
    long[] matches = new long[orders];
    for (int i = 0; i < orders; i++) {
      referenceTotals[i] = NgramCounts.total(reference.get(i));
      // An order that the reference is too short for must not cost precision.
      hypothesisTotals[i] = referenceTotals[i] == 0 ? 0 : NgramCounts.total(hypothesis.get(i));
      matches[i] = NgramCounts.matches(hypothesis.get(i), reference.get(i));
    }
    return new ChrfStatistics(
        Tally.toList(hypothesisTotals), Tally.toList(referenceTotals), Tally.toList(matches));
  }

  private double fScore(ChrfStatistics statistics) {
    double factor = (double) options.beta() * options.beta();
    int orders = statistics.matches().size();
    double scoreSum = 0;
    double precisionSum = 0;
    double recallSum = 0;
    int sharedOrders = 0;
    for (int i = 0; i < orders; i++) {
      long hypothesis = statistics.hypothesis().get(i);
      long reference = statistics.reference().get(i);
      double matches = statistics.matches().get(i);
      double precision = hypothesis > 0 ? matches / hypothesis : EPSILON;
      double recall = reference > 0 ? matches / reference : EPSILON;
      double denominator = factor * precision + recall;
      scoreSum += denominator > 0 ? (1 + factor) * precision * recall / denominator : EPSILON;
      if (hypothesis > 0 && reference > 0) {
        precisionSum += precision;
        recallSum += recall;
        sharedOrders++;
      }
    }
    if (options.epsSmoothing()) {
      return 100 * scoreSum / orders;
    }
    if (precisionSum + recallSum == 0) {
      return 0;
    }
    double precision = precisionSum / sharedOrders;
    double recall = recallSum / sharedOrders;
    return 100 * ((1 + factor) * precision * recall / (factor * precision + recall));
  }
}
