package dev.dolmetsch.cli;

/** The last line of a terminal, drawn over again and again; other lines go above it. */
final class StatusLine {
  private static final int BAR_WIDTH = 24;

  private final Terminal terminal;
  private String shown = "";

  StatusLine(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Shows a bar and figures in place of what was shown.
   *
   * @param done the part of the bar that is filled, 0–1
   */
  void show(double done, String figures) {
    // A line that wraps could not be drawn over, so the bar takes what the figures leave.
    int room = terminal.columns() - 1;
    int width = Math.max(0, Math.min(BAR_WIDTH, room - figures.length() - 2));
    int filled = (int) Math.min(width, Math.max(0, width * done));
    show("[" + "#".repeat(filled) + ".".repeat(width - filled) + "]" + figures);
  }

  /** Shows a text in place of what was shown. */
  void show(String text) {
    erase();
    shown = text.substring(0, Math.min(text.length(), terminal.columns() - 1));
    draw();
  }

  /** Writes a line that stays. */
  void print(String line) {
    if (!shown.isEmpty()) {
      wipe();
    }
    terminal.err().println(line);
    draw();
  }

  /** Removes what was shown. */
  void erase() {
    if (!shown.isEmpty()) {
      wipe();
      terminal.err().flush();
      shown = "";
    }
  }

  /** Leaves what was shown and goes to the next line. */
  void close() {
    if (!shown.isEmpty()) {
      terminal.err().println();
      shown = "";
    }
  }

  private void wipe() {
    terminal.err().print("\r" + " ".repeat(shown.length()) + "\r");
  }

  private void draw() {
    terminal.err().print(shown);
    terminal.err().flush();
  }
}
