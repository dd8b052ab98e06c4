package dev.dolmetsch.cli;

import dev.dolmetsch.training.Trainer;
import dev.dolmetsch.training.TrainingListener;
import dev.dolmetsch.training.TrainingProgress;
import dev.dolmetsch.training.TrainingRequest;
import dev.dolmetsch.training.TrainingResult;
import dev.dolmetsch.training.ValidationResult;
import dev.dolmetsch.training.config.TrainingConfig;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs a training in front of a person: with progress, and stopped by Ctrl-C. */
final class TrainingSession {
  /** Shows what happens, and tells when a signal has nothing to wait for any more. */
  private record Listener(ProgressDisplay display, Interruption interruption)
      implements TrainingListener {
    @Override
    public void message(String line) {
      display.message(line);
    }

    @Override
    public void progress(TrainingProgress progress) {
      display.progress(progress);
    }

    @Override
    public void validated(ValidationResult result) {
      display.validated(result);
    }

    @Override
    public void trained() {
      interruption.trained();
    }
  }

  private final Terminal terminal;
  private final String continuation;

  /**
   * A session.
   *
   * @param continuation the verb and options that go on where an interrupted training stopped
   */
  TrainingSession(Terminal terminal, String continuation) {
    this.terminal = terminal;
    this.continuation = continuation;
  }

  /**
   * Trains.
   *
   * @throws dev.dolmetsch.data.DolmetschException as {@link Trainer#run}
   */
  TrainingResult run(
      TrainingConfig config,
      Path runDirectory,
      boolean resume,
      Optional<Path> initFrom,
      boolean ignoreDifferences) {
    ProgressDisplay display = new ProgressDisplay(terminal);
    try (Interruption interruption = new Interruption(terminal, goOn())) {
      try {
        TrainingRequest request =
            new TrainingRequest(runDirectory, resume, initFrom, ignoreDifferences, interruption);
        TrainingResult result = Trainer.run(config, request, new Listener(display, interruption));
        display.close();
        report(result);
        return result;
      } catch (RuntimeException | Error e) {
        display.close();
        if (interruption.requested()) {
          // The process ends as soon as the interruption is closed: say it now.
          new Failures(terminal, false).failure(e);
        }
        throw e;
      }
    }
  }

  private String goOn() {
    return terminal.command() + " " + continuation;
  }

  private void report(TrainingResult result) {
    switch (result.outcome()) {
      case INTERRUPTED ->
          terminal.say("stopped after update %d; go on with: %s", result.updates(), goOn());
      case FINISHED -> terminal.say("finished after update %d", result.updates());
      case EARLY_STOPPED ->
          terminal.say(
              "stopped early after update %d: the validation no longer gets better",
              result.updates());
    }
    if (result.outcome() != TrainingResult.Outcome.INTERRUPTED) {
      terminal.say("best model: %s (%s)", result.model(), metrics(result.metrics()));
    }
  }

  private static String metrics(Map<String, Double> metrics) {
    return metrics.entrySet().stream()
        .map(metric -> String.format(Locale.ROOT, "%s %.2f", metric.getKey(), metric.getValue()))
        .collect(Collectors.joining(", "));
  }
}
