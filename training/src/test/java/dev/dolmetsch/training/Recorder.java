package dev.dolmetsch.training;

import java.util.ArrayList;
import java.util.List;

/** Keeps all that a run reports. */
final class Recorder implements TrainingListener {
  final List<String> messages = new ArrayList<>();
  final List<TrainingProgress> progress = new ArrayList<>();
  final List<ValidationResult> validations = new ArrayList<>();

  long lastUpdate() {
    return progress.isEmpty() ? 0 : progress.get(progress.size() - 1).update();
  }

  @Override
  public void message(String line) {
    messages.add(line);
  }

  @Override
  public void progress(TrainingProgress report) {
    progress.add(report);
  }

  @Override
  public void validated(ValidationResult result) {
    validations.add(result);
  }
}
