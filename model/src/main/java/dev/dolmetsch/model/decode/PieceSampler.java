package dev.dolmetsch.model.decode;

import dev.dolmetsch.data.SplitMix64;
import java.util.Arrays;

/**
 * Draws pieces from softmax(logits / temperature), cut to the k most probable ones and then to
 * their nucleus.
 *
 * <p>Belongs to one thread at a time.
 */
final class PieceSampler {
  private static final double TWO_TO_MINUS_53 = 0x1p-53;

  private final float[] weights;
  private long[] ranked;

  /** Pieces of the row that is drawn from; below they are known by their indices in it. */
  private int size;

  /** For a vocabulary of so many pieces. */
  PieceSampler(int vocabularySize) {
    this.weights = new float[vocabularySize];
    this.ranked = new long[Math.min(256, vocabularySize)];
  }

  /**
   * A number in [0, 1) for one draw: a function of its arguments alone, by the finaliser of
   * SplitMix64 (Steele, Lea and Flood, 2014).
   *
   * @param sentence the sentence's number
   * @param sample which of the sentence's samples
   * @param position pieces before the drawn one
   */
  static double uniform(long seed, long sentence, int sample, int position) {
    long state = SplitMix64.mix(SplitMix64.mix(seed) + sentence);
    state = SplitMix64.mix(SplitMix64.mix(state + sample) + position);
    return (state >>> 11) * TWO_TO_MINUS_53;
  }

  /**
   * A piece, or −1 if all are banned.
   *
   * @param uniform where the sum of probabilities is cut, in [0, 1)
   */
  int draw(LogitRow row, Sampling options, double uniform) {
    float max = row.max();
    if (max == Float.NEGATIVE_INFINITY) {
      return -1;
    }
    size = row.size();
    double total = 0;
    for (int id = 0; id < size; id++) {
      weights[id] = (float) Math.exp((row.logit(id) - max) / options.temperature());
      total += weights[id];
    }
    boolean all = options.topP() == 1 && (options.topK() == 0 || options.topK() >= size);
    int index = all ? drawFromAll(uniform * total) : drawFromBest(options, uniform, total);
    return index < 0 ? index : row.id(index);
  }

  private int drawFromAll(double cut) {
    int last = -1;
    double sum = 0;
    for (int id = 0; id < size; id++) {
      if (weights[id] > 0) {
        last = id;
        sum += weights[id];
        if (sum > cut) {
          return id;
        }
      }
    }
    return last; // The sum was rounded.
  }

  private int drawFromBest(Sampling options, double uniform, double total) {
    boolean limited = options.topK() > 0 && options.topK() < size;
    int limit = limited ? options.topK() : size;
    int count = Math.min(limit, rank(limit, options.topP() * total));
    double kept = 0;
    for (int i = 0; i < count; i++) {
      kept += weights[id(i)];
    }
    double nucleus = options.topP() * (limited ? kept : total);
    double mass = 0;
    int members = 0;
    while (members < count && (members == 0 || mass < nucleus)) {
      mass += weights[id(members++)];
    }
    double sum = 0;
    for (int i = 0; i < members; i++) {
      sum += weights[id(i)];
      if (sum > uniform * mass) {
        return id(i);
      }
    }
    return id(members - 1);
  }

  /**
   * Ranks the best pieces, at least so many or so much of them. Few pieces have most of the
   * probability, so that only those above a bound are sorted, which falls until they suffice.
   *
   * @return how many are ranked
   */
  private int rank(int wantedCount, double wantedMass) {
    for (float bound = 0x1p-8f; ; bound *= 0x1p-16f) {
      int count = 0;
      double mass = 0;
      for (int id = 0; id < size; id++) {
        if (weights[id] > 0 && weights[id] >= bound) {
          if (count == ranked.length) {
            ranked = Arrays.copyOf(ranked, Math.min(2 * count, size));
          }
          // Positive floats are ordered as their bits are; of equals the lower id comes first.
          ranked[count++] = -((long) Float.floatToIntBits(weights[id]) << 32) + id;
          mass += weights[id];
        }
      }
      if (count >= wantedCount || (mass >= wantedMass && wantedCount >= size) || bound == 0) {
        Arrays.sort(ranked, 0, count);
        return count;
      }
    }
  }

  private int id(int rank) {
    return (int) ranked[rank];
  }
}
