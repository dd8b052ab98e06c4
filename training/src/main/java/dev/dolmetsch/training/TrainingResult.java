package dev.dolmetsch.training;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a run left behind.
 *
 * @param runDirectory the run
 * @param model its best model directory, the average of checkpoints where that is better
 * @param updates updates made in all
 * @param outcome why it ended
 * @param metrics of the best model on the validation set, and of the test set as {@code test_bleu}
 *     and {@code test_chrf} where there is one and the run has finished
 */
public record TrainingResult(
    Path runDirectory, Path model, long updates, Outcome outcome, Map<String, Double> metrics) {

  /** Why a run ended. */
  public enum Outcome {
    /** It made all its updates or epochs. */
    FINISHED,
    /** The metric stopped getting better. */
    EARLY_STOPPED,
    /** Somebody asked it to stop; it can be resumed. */
    INTERRUPTED
  }
}
