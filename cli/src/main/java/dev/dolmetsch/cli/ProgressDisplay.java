package dev.dolmetsch.cli;

import dev.dolmetsch.training.TrainingListener;
import dev.dolmetsch.training.TrainingProgress;
import dev.dolmetsch.training.ValidationResult;
import java.time.Duration;
import java.util.Locale;

/** Shows on standard error how a training goes: a bar where somebody watches, lines otherwise. */
final class ProgressDisplay implements TrainingListener {
  private final Terminal terminal;
  private final StatusLine status;

  ProgressDisplay(Terminal terminal) {
    this.terminal = terminal;
    this.status = new StatusLine(terminal);
  }

  @Override
  public synchronized void message(String line) {
    status.print(line);
  }

  @Override
  public synchronized void progress(TrainingProgress progress) {
    if (terminal.watching()) {
      status.show((double) progress.update() / Math.max(1, progress.maxUpdates()), bar(progress));
    } else {
      terminal.err().println(line(progress));
    }
  }

  @Override
  public void validated(ValidationResult result) {
    message(
        String.format(
            Locale.ROOT,
            "validation after update %d: loss %.4f, perplexity %.2f%s%s%s",
            result.update(),
            result.loss(),
            result.perplexity(),
            Double.isNaN(result.bleu())
                ? ""
                : String.format(Locale.ROOT, ", BLEU %.2f", result.bleu()),
            Double.isNaN(result.chrf())
                ? ""
                : String.format(Locale.ROOT, ", chrF %.2f", result.chrf()),
            result.best() ? " (best so far)" : ""));
  }

  /** Leaves the bar as it stands and goes to the next line. */
  synchronized void close() {
    status.close();
  }

  private static String line(TrainingProgress progress) {
    return String.format(
        Locale.ROOT,
        "update %d/%d, epoch %d, loss %.4f, learning rate %.3g, %.0f target tokens/s, %s left",
        progress.update(),
        progress.maxUpdates(),
        progress.epoch() + 1,
        progress.loss(),
        progress.learningRate(),
        progress.targetTokensPerSecond(),
        time(progress.remaining()));
  }

  private static String bar(TrainingProgress progress) {
    return String.format(
        Locale.ROOT,
        " %d/%d  loss %.3f  lr %.2g  %.0f tokens/s  %s left",
        progress.update(),
        progress.maxUpdates(),
        progress.loss(),
        progress.learningRate(),
        progress.targetTokensPerSecond(),
        time(progress.remaining()));
  }

  /** {@code 1:02:03} or {@code 2:03}. */
  static String time(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    long hours = seconds / 3600;
    return hours > 0
        ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, seconds / 60 % 60, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }
}
