package dev.dolmetsch.training.metric;

import dev.dolmetsch.data.DolmetschException;
import java.util.ArrayList;
import java.util.List;

/** Hypotheses and their references, matched line by line. */
final class Segments {

  private Segments() {}

  /** Computes something of one hypothesis and all its references. */
  @FunctionalInterface
  interface SegmentFunction<T> {
    T apply(String hypothesis, List<String> references);
  }

  /**
   * The function's value for each segment, in order.
   *
   * @throws DolmetschException if there are no hypotheses, or a stream of references has another
   *     number of lines
   * @throws IllegalArgumentException if there is no stream of references
   */
  static <T> List<T> map(
      List<String> hypotheses, List<List<String>> references, SegmentFunction<T> function) {
    requireReferences(references.size());
    if (hypotheses.isEmpty()) {
      throw new DolmetschException(
          "There is nothing to score: 0 hypotheses; give at least one line");
    }
    for (int stream = 0; stream < references.size(); stream++) {
      int lines = references.get(stream).size();
      if (lines != hypotheses.size()) {
        throw new DolmetschException(
            "There are "
                + hypotheses.size()
                + " hypotheses, but reference "
                + (stream + 1)
                + " has "
                + lines
                + " lines; give one line for each hypothesis");
      }
    }
    List<T> values = new ArrayList<>(hypotheses.size());
    for (int i = 0; i < hypotheses.size(); i++) {
      int line = i;
      values.add(
          function.apply(
              hypotheses.get(i), references.stream().map(stream -> stream.get(line)).toList()));
    }
    return values;
  }

  /** Refuses to score against nothing. */
  static void requireReferences(int references) {
    if (references < 1) {
      throw new IllegalArgumentException("references must be at least 1, but are " + references);
    }
  }
}
