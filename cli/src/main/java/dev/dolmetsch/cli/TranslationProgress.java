package dev.dolmetsch.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/** Shows how far a translation is, where somebody watches and nothing else is printed there. */
final class TranslationProgress {
  private final StatusLine status;
  private final boolean visible;
  private long start;
  private double doneAtStart;
  private boolean begun;

  TranslationProgress(Terminal terminal, boolean visible) {
    this.status = new StatusLine(terminal);
    this.visible = visible && terminal.watching();
  }

  /**
   * Shows the figures until {@link #erase}.
   *
   * @param lines read in all
   * @param translated by this process
   * @param done the part of the input that is translated, 0–1, if its size is known
   */
  void show(long lines, long translated, OptionalDouble done) {
    if (!visible) {
      return;
    }
    if (!begun) {
      begun = true;
      start = System.nanoTime();
      doneAtStart = done.orElse(0);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    String figures =
        String.format(
            Locale.ROOT,
            " %,d lines  %.0f sentences/s",
            lines,
            translated / Math.max(1e-3, seconds));
    if (done.isEmpty()) {
      status.show(figures.strip());
      return;
    }
    double advanced = done.getAsDouble() - doneAtStart;
    status.show(
        done.getAsDouble(),
        advanced <= 0
            ? figures
            : figures + "  " + left(seconds * (1 - done.getAsDouble()) / advanced) + " left");
  }

  private static String left(double seconds) {
    return ProgressDisplay.time(Duration.ofSeconds((long) seconds));
  }

  /** Makes room for what others print. */
  void erase() {
    status.erase();
  }
}
