package dev.dolmetsch.data.batch;

import dev.dolmetsch.data.SplitMix64;
import dev.dolmetsch.data.mapped.MappedFile;
import java.nio.file.Path;

/** An array of ints in a working file: as long as it must be, and not on the heap. */
final class IntTable {
  private final MappedFile file;
  private final int size;

  /** Zeros. */
  IntTable(Path folder, int size) {
    this.file = MappedFile.scratch(folder, Math.max(1L, size) * Integer.BYTES);
    this.size = size;
  }

  int size() {
    return size;
  }

  int get(int i) {
    return file.getInt((long) i * Integer.BYTES);
  }

  void set(int i, int value) {
    file.putInt((long) i * Integer.BYTES, value);
  }

  /** Shuffles entries {@code from} … {@code to − 1} (Fisher and Yates). */
  void shuffle(int from, int to, SplitMix64 random) {
    for (int i = to - 1; i > from; i--) {
      int j = from + random.nextInt(i - from + 1);
      int swapped = get(i);
      set(i, get(j));
      set(j, swapped);
    }
  }
}
