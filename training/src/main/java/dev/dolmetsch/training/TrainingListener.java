package dev.dolmetsch.training;

/** Hears what a run does. Called on the thread that called {@link Trainer#run}. */
public interface TrainingListener {
  /** Something happened that a person wants to read, in one line. */
  void message(String line);

  /** Some more updates were made. */
  void progress(TrainingProgress progress);

  /** The validation set was measured. */
  void validated(ValidationResult result);

  /**
   * The last update was made and its checkpoint is complete: from here on the run is no longer
   * asked whether to stop, and one that is killed can be resumed without a loss.
   */
  default void trained() {}

  /** Hears nothing. */
  static TrainingListener silent() {
    return new TrainingListener() {
      @Override
      public void message(String line) {}

      @Override
      public void progress(TrainingProgress progress) {}

      @Override
      public void validated(ValidationResult result) {}
    };
  }
}
