package dev.dolmetsch.model.decode;

import dev.dolmetsch.model.engine.PlanProfile;

/**
 * Where the time of a search goes. It is timed kernel by kernel, which makes it a little slower.
 *
 * <p>Belongs to the search's thread while it searches.
 */
public final class SearchProfile {
  private final PlanProfile encoder = new PlanProfile();
  private final PlanProfile decoder = new PlanProfile();
  private long fillNanoseconds;
  private long stepNanoseconds;
  private long choiceNanoseconds;
  private long steps;
  private long rows;

  /** An empty profile. */
  public SearchProfile() {}

  /** The encoder's kernels and compilations. */
  public PlanProfile encoder() {
    return encoder;
  }

  /** The decoder's kernels and compilations. */
  public PlanProfile decoder() {
    return decoder;
  }

  /** Time spent on new sentences and new shapes: the encoder, compilations, copies of caches. */
  public long fillNanoseconds() {
    return fillNanoseconds;
  }

  /** Time of the decoder's steps. */
  public long stepNanoseconds() {
    return stepNanoseconds;
  }

  /** Time in which hypotheses were chosen: log-softmax, the best candidates, the beams. */
  public long choiceNanoseconds() {
    return choiceNanoseconds;
  }

  /** Steps of the decoder. */
  public long steps() {
    return steps;
  }

  /** Rows of all steps, those without a hypothesis among them. */
  public long rows() {
    return rows;
  }

  void add(long fill, long step, long choice, int stepRows) {
    fillNanoseconds += fill;
    stepNanoseconds += step;
    choiceNanoseconds += choice;
    steps++;
    rows += stepRows;
  }
}
