package dev.dolmetsch.model.decode;

import java.util.Arrays;

/**
 * What the hypotheses of a sentence are continued with in one step, best first within a group, and
 * the places that they get: the first continuation of a hypothesis stays in its place and the
 * others move to places that have become free, so that no more is copied than must be and nothing
 * is overwritten that is still to be copied.
 */
final class Continuations {
  private final int[] parents;
  private final int[] ids;
  private final double[] sums;
  private final int[] groups;
  private final int[] places;
  private final boolean[] taken;
  private int size;

  /**
   * None yet.
   *
   * @param most K, as many as there are places
   */
  Continuations(int most) {
    this.parents = new int[most];
    this.ids = new int[most];
    this.sums = new double[most];
    this.groups = new int[most];
    this.places = new int[most];
    this.taken = new boolean[most];
  }

  int size() {
    return size;
  }

  /** Keeps the first ones only. */
  void cutTo(int newSize) {
    size = newSize;
  }

  /**
   * Adds one.
   *
   * @param parent the place of the hypothesis that it continues
   * @param id the piece
   * @param sum log-probability with that piece
   */
  void add(int parent, int id, double sum, int group) {
    parents[size] = parent;
    ids[size] = id;
    sums[size] = sum;
    groups[size++] = group;
  }

  /** Gives each its place. */
  void assignPlaces() {
    Arrays.fill(taken, false);
    for (int rank = 0; rank < size; rank++) {
      int parent = parents[rank];
      places[rank] = taken[parent] ? -1 : parent;
      taken[parent] = true;
    }
    int free = 0;
    for (int rank = 0; rank < size; rank++) {
      if (places[rank] < 0) {
        while (taken[free]) {
          free++;
        }
        places[rank] = free;
        taken[free] = true;
      }
    }
  }

  int parent(int rank) {
    return parents[rank];
  }

  /** Where it lies, after {@link #assignPlaces}. */
  int place(int rank) {
    return places[rank];
  }

  int id(int rank) {
    return ids[rank];
  }

  double sum(int rank) {
    return sums[rank];
  }

  int group(int rank) {
    return groups[rank];
  }
}
