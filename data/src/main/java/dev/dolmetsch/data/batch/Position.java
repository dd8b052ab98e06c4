package dev.dolmetsch.data.batch;

/**
 * The place of the next batch in an endless run over a corpus; all that need be saved to go on
 * there.
 *
 * @param epoch passes completed, from 0
 * @param batchIndex batches of this epoch already taken, from 0
 */
public record Position(long epoch, int batchIndex) {
  /** The first batch of the first epoch. */
  public static final Position START = new Position(0, 0);

  /** Refuses negative numbers. */
  public Position {
    if (epoch < 0 || batchIndex < 0) {
      throw new IllegalArgumentException(
          "epoch and batchIndex must be at least 0, but are " + epoch + " and " + batchIndex);
    }
  }
}
