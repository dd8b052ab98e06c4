package dev.dolmetsch.data.corpus;

import dev.dolmetsch.data.mapped.MappedFile;
import java.nio.file.Path;

/**
 * A growing set of fingerprints in a working file: no heap, however many they are.
 *
 * <p>Open addressing with linear probing over slots of 16 bytes, at most half of them full. A
 * fingerprint's leading bits are its slot, so that growing to twice the slots reads and writes both
 * files front to back.
 */
final class FingerprintSet {
  private static final int SLOT_BYTES = 16;
  private static final int SMALLEST_BITS = 12;

  private final Path folder;
  private MappedFile table;
  private int bits;
  private long size;

  /** An empty set. */
  FingerprintSet(Path folder) {
    this.folder = folder;
    this.bits = SMALLEST_BITS;
    this.table = emptyTable(folder, bits);
  }

  private static MappedFile emptyTable(Path folder, int bits) {
    return MappedFile.scratch(folder, (long) SLOT_BYTES << bits);
  }

  /** Adds a fingerprint; false if it was there already. */
  boolean add(Fingerprint128 fingerprint) {
    if (2 * size >= 1L << bits) {
      grow();
    }
    // An empty slot is all zeros; the one fingerprint that looks like it takes its neighbour's
    // place.
    long high = fingerprint.high();
    long low = high == 0 && fingerprint.low() == 0 ? 1 : fingerprint.low();
    boolean added = put(table, bits, high, low);
    if (added) {
      size++;
    }
    return added;
  }

  /** The number of different fingerprints. */
  long size() {
    return size;
  }

  private static boolean put(MappedFile table, int bits, long high, long low) {
    long mask = (1L << bits) - 1;
    for (long slot = high >>> (Long.SIZE - bits); ; slot = (slot + 1) & mask) {
      long offset = slot * SLOT_BYTES;
      long otherHigh = table.getLong(offset);
      long otherLow = table.getLong(offset + Long.BYTES);
      if (otherHigh == high && otherLow == low) {
        return false;
      }
      if (otherHigh == 0 && otherLow == 0) {
        table.putLong(offset, high);
        table.putLong(offset + Long.BYTES, low);
        return true;
      }
    }
  }

  private void grow() {
    MappedFile larger = emptyTable(folder, bits + 1);
    for (long offset = 0; offset < table.size(); offset += SLOT_BYTES) {
      long high = table.getLong(offset);
      long low = table.getLong(offset + Long.BYTES);
      if (high != 0 || low != 0) {
        put(larger, bits + 1, high, low);
      }
    }
    table = larger;
    bits++;
  }
}
