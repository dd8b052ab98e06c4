package dev.dolmetsch.model.engine;

import java.util.Map;
import java.util.TreeMap;

/** Hands out places in a block of memory, best fit first, and takes them back. */
public final class FreeList {
  /** A cache line, and the widest vector load. */
  public static final long ALIGNMENT = 64;

  private final TreeMap<Long, Long> gaps = new TreeMap<>();
  private long end;

  /** The offset of a free place of so many bytes. */
  public long take(long bytes) {
    long size = aligned(bytes);
    Map.Entry<Long, Long> best = null;
    for (Map.Entry<Long, Long> gap : gaps.entrySet()) {
      if (gap.getValue() >= size && (best == null || gap.getValue() < best.getValue())) {
        best = gap;
      }
    }
    if (best == null) {
      long offset = end;
      end += size;
      return offset;
    }
    long offset = best.getKey();
    long rest = best.getValue() - size;
    gaps.remove(offset);
    if (rest > 0) {
      gaps.put(offset + size, rest);
    }
    return offset;
  }

  /** Takes a place back. */
  public void release(long offset, long bytes) {
    long start = offset;
    long size = aligned(bytes);
    Map.Entry<Long, Long> before = gaps.lowerEntry(start);
    if (before != null && before.getKey() + before.getValue() == start) {
      start = before.getKey();
      size += before.getValue();
      gaps.remove(before.getKey());
    }
    Long after = gaps.remove(start + size);
    if (after != null) {
      size += after;
    }
    gaps.put(start, size);
  }

  /** Bytes that all places together need. */
  public long highWater() {
    return end;
  }

  private static long aligned(long bytes) {
    return Math.max(ALIGNMENT, (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
  }
}
