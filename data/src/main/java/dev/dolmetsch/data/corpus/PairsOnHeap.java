package dev.dolmetsch.data.corpus;

import java.util.List;

/** Encoded pairs in lists. */
final class PairsOnHeap implements EncodedPairs {
  private final List<int[]> sources;
  private final List<int[]> targets;

  PairsOnHeap(List<int[]> sources, List<int[]> targets) {
    if (sources.size() != targets.size()) {
      throw new IllegalArgumentException(
          "targets must be as many as sources (" + sources.size() + "), but are " + targets.size());
    }
    this.sources = sources.stream().map(int[]::clone).toList();
    this.targets = targets.stream().map(int[]::clone).toList();
  }

  @Override
  public long size() {
    return sources.size();
  }

  @Override
  public int[] source(long i) {
    return sources.get(Math.toIntExact(i)).clone();
  }

  @Override
  public int[] target(long i) {
    return targets.get(Math.toIntExact(i)).clone();
  }

  @Override
  public int sourceLength(long i) {
    return sources.get(Math.toIntExact(i)).length;
  }

  @Override
  public int targetLength(long i) {
    return targets.get(Math.toIntExact(i)).length;
  }
}
