package dev.dolmetsch.training.metric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * BLEU (Papineni et al., 2002): the brevity penalty times the geometric mean of clipped n-gram
 * precisions, as sacreBLEU 2.6.0 computes it. Immutable and thread-safe.
 */
public final class Bleu {

  /** sacreBLEU's logarithm of zero, which makes the whole score zero without a NaN. */
  private static final double LOG_ZERO = -9_999_999_999.0;

  private final BleuOptions options;

  /** BLEU of that variant. */
  public Bleu(BleuOptions options) {
    this.options = Objects.requireNonNull(options, "options");
  }

  /**
   * BLEU of a corpus.
   *
   * @param hypotheses one line per segment
   * @param references one list per stream of references, each with one line per segment
   * @throws dev.dolmetsch.data.DolmetschException if there are no hypotheses, or a stream has
   *     another number of lines
   * @throws IllegalArgumentException if there is no stream of references
   */
  public BleuScore corpus(List<String> hypotheses, List<List<String>> references) {
    return score(BleuStatistics.sum(statistics(hypotheses, references)), references.size());
  }

  /**
   * BLEU of one sentence against its references, with the options as they are: {@link
   * BleuOptions#effectiveOrder} is not turned on by itself.
   *
   * @throws IllegalArgumentException if there are no references
   */
  public BleuScore sentence(String hypothesis, List<String> references) {
    Segments.requireReferences(references.size());
    return score(segment(hypothesis, references), references.size());
  }

  /**
   * The sufficient statistics of each segment, in order.
   *
   * @throws dev.dolmetsch.data.DolmetschException as {@link #corpus}
   * @throws IllegalArgumentException as {@link #corpus}
   */
  public List<BleuStatistics> statistics(List<String> hypotheses, List<List<String>> references) {
    return Segments.map(hypotheses, references, this::segment);
  }

  /**
   * The score that follows from statistics counted with the same options.
   *
   * @param references number of references, for the signature
   * @throws IllegalArgumentException if the statistics have another number of orders, or {@code
   *     references} is below 1
   */
  public BleuScore score(BleuStatistics statistics, int references) {
    int maxOrder = options.maxOrder();
    if (statistics.totals().size() != maxOrder) {
      throw new IllegalArgumentException(
          "statistics must have " + maxOrder + " orders, but have " + statistics.totals().size());
    }
    Segments.requireReferences(references);
    double[] counts = statistics.matches().stream().mapToDouble(Long::doubleValue).toArray();
    double[] totals = statistics.totals().stream().mapToDouble(Long::doubleValue).toArray();
    double[] precisions = new double[maxOrder];
    double bp = brevityPenalty(statistics.sysLen(), statistics.refLen());
    // Without any match smoothing would invent a score; sacreBLEU stops here.
    double score = 0;
    if (statistics.matches().stream().anyMatch(count -> count != 0)) {
      int meanOrder = smooth(counts, totals, precisions);
      double logSum = 0;
      for (int n = 0; n < meanOrder; n++) {
        logSum += precisions[n] == 0 ? LOG_ZERO : Math.log(precisions[n]);
      }
      score = bp * Math.exp(logSum / meanOrder);
    }
    return new BleuScore(
        score,
        boxed(precisions),
        bp,
        statistics.sysLen(),
        statistics.refLen(),
        boxed(counts),
        boxed(totals),
        options.signature(references));
  }

  private BleuStatistics segment(String hypothesis, List<String> references) {
    List<String> hypothesisWords = words(hypothesis);
    List<List<String>> referenceWords = references.stream().map(this::words).toList();
    long[] matches = new long[options.maxOrder()];
    long[] totals = new long[options.maxOrder()];
    int longest = Math.min(options.maxOrder(), hypothesisWords.size());
    for (int order = 1; order <= longest; order++) {
      Map<String, Integer> most = new HashMap<>();
      for (List<String> reference : referenceWords) {
        NgramCounts.ofWords(reference, order)
            .forEach((ngram, count) -> most.merge(ngram, count, Math::max));
      }
      Map<String, Integer> ngrams = NgramCounts.ofWords(hypothesisWords, order);
      matches[order - 1] = NgramCounts.matches(ngrams, most);
      totals[order - 1] = hypothesisWords.size() - (order - 1L);
    }
    return new BleuStatistics(
        hypothesisWords.size(),
        closestLength(hypothesisWords.size(), referenceWords),
        Tally.toList(matches),
        Tally.toList(totals));
  }

  private List<String> words(String segment) {
    String text = options.lowercase() ? PythonText.lowerCase(segment) : segment;
    return PythonText.split(options.tokenizer().tokenize(PythonText.stripTrailing(text)));
  }

  private static int closestLength(int length, List<List<String>> references) {
    int closest = references.get(0).size();
    for (List<String> reference : references) {
      int distance = Math.abs(length - reference.size());
      int best = Math.abs(length - closest);
      if (distance < best || (distance == best && reference.size() < closest)) {
        closest = reference.size();
      }
    }
    return closest;
  }

  private static double brevityPenalty(long sysLen, long refLen) {
    if (sysLen >= refLen) {
      return 1;
    }
    return sysLen == 0 ? 0 : Math.exp(1 - (double) refLen / sysLen);
  }

  /**
   * Fills in the precisions, in percent, and returns how many of them the mean is taken over. Adds
   * k to counts and totals where that is the method.
   */
  private int smooth(double[] counts, double[] totals, double[] precisions) {
    Smoothing smoothing = options.smoothing();
    int meanOrder = precisions.length;
    double emptyOrders = 1; // 2 to the power of the number of orders without a match
    for (int n = 0; n < precisions.length; n++) {
      if (smoothing instanceof Smoothing.AddK addK && n > 0) {
        counts[n] += addK.value();
        totals[n] += addK.value();
      }
      if (totals[n] == 0) {
        break;
      }
      if (options.effectiveOrder()) {
        meanOrder = n + 1;
      }
      if (counts[n] != 0) {
        precisions[n] = 100 * counts[n] / totals[n];
      } else if (smoothing instanceof Smoothing.Exponential) {
        emptyOrders *= 2;
        precisions[n] = 100 / (emptyOrders * totals[n]);
      } else if (smoothing instanceof Smoothing.Floor floor) {
        precisions[n] = 100 * floor.value() / totals[n];
      }
    }
    return meanOrder;
  }

  private static List<Double> boxed(double[] values) {
    List<Double> list = new ArrayList<>(values.length);
    for (double value : values) {
      list.add(value);
    }
    return list;
  }
}
