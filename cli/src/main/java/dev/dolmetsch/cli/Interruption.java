package dev.dolmetsch.cli;

import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/**
 * Ctrl-C and SIGTERM while a training runs: asks it to stop and keeps the process alive until it
 * has. The process then ends with 130 or 143, as a signal would have ended it.
 *
 * <p>Before the training has made its first update there is nothing to save, and the signal ends
 * the process at once.
 */
final class Interruption implements BooleanSupplier, AutoCloseable {
  private final Terminal terminal;
  private final Thread hook = new Thread(this::interrupt, "dolmetsch-interruption");
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean underWay;
  private volatile boolean requested;

  Interruption(Terminal terminal) {
    this.terminal = terminal;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether to stop; asked after each update. */
  @Override
  public boolean getAsBoolean() {
    underWay = true;
    return requested;
  }

  /** Whether a signal came. */
  boolean requested() {
    return requested;
  }

  private void interrupt() {
    if (!underWay) {
      return;
    }
    requested = true;
    terminal.err().println();
    terminal.say("stopping: finishing the update and writing a checkpoint ...");
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The training has stopped, and all that is to be said was said. */
  @Override
  public void close() {
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process is ending already; the hook is let go below.
        requested = true;
      }
    }
    stopped.countDown();
  }
}
