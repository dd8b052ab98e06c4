package dev.dolmetsch.training;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * How a run is to start and to stop.
 *
 * @param runDirectory where checkpoints, metrics and caches go
 * @param resume go on from the run's last checkpoint
 * @param initFrom a model whose parameters and subword model the run starts with
 * @param ignoreDifferences resume although something differs that the trained bytes depend on
 * @param stopRequested asked between updates and, by several threads, between the batches of a
 *     validation; once true, a checkpoint is written and the run ends
 */
public record TrainingRequest(
    Path runDirectory,
    boolean resume,
    Optional<Path> initFrom,
    boolean ignoreDifferences,
    BooleanSupplier stopRequested) {

  /** Refuses to resume and to start from a model at once. */
  public TrainingRequest {
    if (resume && initFrom.isPresent()) {
      throw new IllegalArgumentException(
          "a run either resumes or starts from another model; give one of --resume and --init-from");
    }
  }

  /** A new run that nobody stops. */
  public static TrainingRequest fresh(Path runDirectory) {
    return new TrainingRequest(runDirectory, false, Optional.empty(), false, () -> false);
  }
}
