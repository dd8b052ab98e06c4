package dev.dolmetsch.model.decode;

import java.util.Arrays;

/**
 * Which entries of its sentence's self caches each hypothesis consists of. Hypotheses that began
 * alike share entries, so that a new order of hypotheses moves no keys and values: only what is
 * noted here changes. An entry that no hypothesis has any more is free again.
 *
 * <p>Entry 0 of a sentence belongs to the rows without a hypothesis, which compute something, too,
 * but nothing that is ever read.
 */
final class CacheEntries {
  private final int beams;
  private final int entries;
  private final int words;

  /** A bit for each entry, {@code words} for a row. */
  private final long[] owned;

  /** [B·K, E]: 0 where a row sees an entry, −∞ elsewhere. */
  private final float[] bias;

  /**
   * Of sentences without hypotheses.
   *
   * @param slots B
   * @param beams K, rows of a sentence
   * @param entries E, of each sentence, more than K
   */
  CacheEntries(int slots, int beams, int entries) {
    this.beams = beams;
    this.entries = entries;
    this.words = (entries + Long.SIZE - 1) / Long.SIZE;
    this.owned = new long[slots * beams * words];
    this.bias = new float[slots * beams * entries];
    Arrays.fill(bias, Float.NEGATIVE_INFINITY);
    for (int row = 0; row < slots * beams; row++) {
      bias[row * entries] = 0f;
    }
  }

  /** [B·K, E]: 0 where a row sees an entry, −∞ elsewhere. */
  float[] bias() {
    return bias;
  }

  /** Lets a row have the hypothesis of another row of its sentence. */
  void copy(int from, int to) {
    System.arraycopy(owned, from * words, owned, to * words, words);
    System.arraycopy(bias, from * entries, bias, to * entries, entries);
  }

  /** Takes a row its hypothesis. */
  void drop(int row) {
    Arrays.fill(owned, row * words, (row + 1) * words, 0L);
    Arrays.fill(bias, row * entries, (row + 1) * entries, Float.NEGATIVE_INFINITY);
    bias[row * entries] = 0f;
  }

  /** Takes all rows of a sentence their hypotheses. */
  void clear(int slot) {
    for (int row = slot * beams; row < (slot + 1) * beams; row++) {
      drop(row);
    }
  }

  /** Entries of a sentence that some hypothesis has, and entry 0. */
  int used(int slot) {
    int used = 0;
    for (int word = 0; word < words; word++) {
      used += Long.bitCount(taken(slot, word));
    }
    return used;
  }

  /** One more than the last entry of a sentence that some hypothesis has. */
  int end(int slot) {
    for (int word = words - 1; word >= 0; word--) {
      long taken = taken(slot, word);
      if (taken != 0) {
        return (word + 1) * Long.SIZE - Long.numberOfLeadingZeros(taken);
      }
    }
    return 0;
  }

  private long taken(int slot, int word) {
    long taken = word == 0 ? 1L : 0L;
    for (int row = slot * beams; row < (slot + 1) * beams; row++) {
      taken |= owned[row * words + word];
    }
    return taken;
  }

  /**
   * Gives a row's hypothesis a free entry.
   *
   * @return which entry of its sentence
   * @throws IllegalStateException if none is free
   */
  int extend(int row) {
    int slot = row / beams;
    for (int word = 0; word < words; word++) {
      long free = ~taken(slot, word);
      int entry = word * Long.SIZE + Long.numberOfTrailingZeros(free);
      if (free != 0 && entry < entries) {
        owned[row * words + word] |= 1L << entry;
        bias[row * entries] = Float.NEGATIVE_INFINITY;
        bias[row * entries + entry] = 0f;
        return entry;
      }
    }
    throw new IllegalStateException("sentence " + slot + " has no free entry of " + entries);
  }

  /** Takes over the hypotheses of a sentence from another table; all they have must fit here. */
  void take(CacheEntries from, int fromSlot, int toSlot) {
    for (int beam = 0; beam < beams; beam++) {
      int source = fromSlot * beams + beam;
      int target = toSlot * beams + beam;
      drop(target);
      System.arraycopy(
          from.owned, source * from.words, owned, target * words, Math.min(words, from.words));
      System.arraycopy(
          from.bias,
          source * from.entries,
          bias,
          target * entries,
          Math.min(entries, from.entries));
    }
  }
}
