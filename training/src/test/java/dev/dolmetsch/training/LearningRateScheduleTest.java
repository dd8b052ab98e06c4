package dev.dolmetsch.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dolmetsch.training.config.TrainingConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearningRateScheduleTest {
  /** Values by hand: peak 0.8, 100 updates of warm-up, 500 updates in all. */
  @ParameterizedTest
  @CsvSource({
    "constant, 0, 1, 0.008",
    "constant, 0, 50, 0.4",
    "constant, 0, 100, 0.8",
    "constant, 0, 101, 0.8",
    "constant, 0.1, 5000, 0.8",
    "inverse_square_root, 0, 1, 0.008",
    "inverse_square_root, 0, 100, 0.8",
    "inverse_square_root, 0, 400, 0.4",
    "inverse_square_root, 0, 10000, 0.08",
    "inverse_square_root, 0.1, 10000, 0.1",
    "linear, 0, 50, 0.4",
    "linear, 0, 100, 0.8",
    "linear, 0, 300, 0.4",
    "linear, 0, 500, 0",
    "linear, 0, 600, 0",
    "linear, 0.2, 300, 0.5",
    "linear, 0.2, 500, 0.2",
    "linear, 0.2, 600, 0.2",
    "cosine, 0, 50, 0.4",
    "cosine, 0, 100, 0.8",
    "cosine, 0, 200, 0.6828427124746190",
    "cosine, 0, 300, 0.4",
    "cosine, 0, 500, 0",
    "cosine, 0.2, 300, 0.5",
    "cosine, 0.2, 600, 0.2",
  })
  void followsItsFormula(String kind, double minimum, long update, double expected) {
    assertEquals(expected, schedule(kind, minimum, 100).at(update), 1e-12);
  }

  @ParameterizedTest
  @CsvSource({"constant, 1, 0.8", "linear, 250, 0.4", "cosine, 250, 0.4", "linear, 1, 0.7984"})
  void needsNoWarmUp(String kind, long update, double expected) {
    assertEquals(expected, schedule(kind, 0, 0).at(update), 1e-12);
  }

  private static LearningRateSchedule schedule(String kind, double minimum, int warmup) {
    return new LearningRateSchedule(
        TrainingConfig.defaults()
            .with(
                "training.schedule=" + kind,
                "training.learning_rate=0.8",
                "training.minimum_learning_rate=" + minimum,
                "training.warmup_updates=" + warmup,
                "training.max_updates=500")
            .training());
  }
}
