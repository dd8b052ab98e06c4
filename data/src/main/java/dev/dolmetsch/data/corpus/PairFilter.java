package dev.dolmetsch.data.corpus;

/**
 * The reasons for leaving a pair out, in the order in which they are tried; the first that holds
 * gets the count.
 */
public enum PairFilter {
  /** A side has no token: it is empty, or white space and invisible characters only. */
  BLANK_SIDE("blank side"),
  /** A side has more tokens than allowed. */
  TOO_LONG("too long"),
  /** One side has too many times the other's tokens. */
  LENGTH_RATIO("length ratio"),
  /** Both sides are the same text. */
  IDENTICAL_SIDES("identical sides"),
  /** The same pair was kept before. */
  DUPLICATE("exact duplicate");

  private final String label;

  PairFilter(String label) {
    this.label = label;
  }

  /** The name that people read in a report. */
  public String label() {
    return label;
  }
}
