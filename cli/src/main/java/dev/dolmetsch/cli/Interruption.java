package dev.dolmetsch.cli;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Ctrl-C and SIGTERM while a training runs: asks it to stop and keeps the process alive until it
 * has. The process then ends with 130 or 143, as a signal would have ended it.
 *
 * <p>A signal ends the process at once before the training begins its first update, when there is
 * nothing to save, and after its last one, when everything is saved. So does a second signal, which
 * leaves the checkpoints that were complete by then.
 */
final class Interruption implements BooleanSupplier, AutoCloseable {
  /** Signals within this time count as one: timeout(1), for one, sends two. */
  private static final long ONE_SIGNAL_MILLIS = 1_000;

  private static final long POLL_MILLIS = 100;
  private static final int INTERRUPTED = 130;
  private static final int TERMINATED = 143;

  private final Terminal terminal;
  private final String continuation;
  private final Thread hook = new Thread(this::interrupt, "dolmetsch-interruption");
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean underWay;
  private volatile boolean trained;
  private volatile boolean requested;

  /**
   * Listens to signals from now on.
   *
   * @param continuation the command line that goes on where the training was stopped
   */
  Interruption(Terminal terminal, String continuation) {
    this.terminal = terminal;
    this.continuation = continuation;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether to stop; asked after each update and during validations. */
  @Override
  public boolean getAsBoolean() {
    underWay = true;
    return requested;
  }

  /** The last update is made and saved. */
  void trained() {
    trained = true;
  }

  /** Whether a signal came that the training was to stop for. */
  boolean requested() {
    return requested;
  }

  private void interrupt() {
    terminal.err().println();
    if (!underWay) {
      terminal.say("stopped before an update was made; to start, give the same command again");
      return;
    }
    if (trained) {
      terminal.say(
          "stopped after the last update, which is saved; what was still to be done is done by: %s",
          continuation);
      return;
    }
    requested = true;
    terminal.say(
        "stopping: writing a checkpoint as soon as the update is made; another Ctrl-C or signal ends"
            + " at once, without it ...");
    try {
      if (!stopped.await(ONE_SIGNAL_MILLIS, TimeUnit.MILLISECONDS)) {
        awaitStopOrSignal();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitStopOrSignal() throws InterruptedException {
    Set<Thread> before = signals();
    while (!stopped.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      Set<Thread> further = signals();
      further.removeAll(before);
      if (!further.isEmpty()) {
        terminal.say("ended at once; go on from the last checkpoint with: %s", continuation);
        boolean terminated = further.iterator().next().getName().startsWith("SIGTERM");
        Runtime.getRuntime().halt(terminated ? TERMINATED : INTERRUPTED);
      }
    }
  }

  /**
   * The handlers of signals that came and wait for the process to end. Java has no public interface
   * for them: each is handled by a thread of its own, which waits for this hook, and has a name
   * such as "SIGINT handler". Where threads are named otherwise, a second signal has no effect.
   */
  private static Set<Thread> signals() {
    Set<Thread> handlers = new HashSet<>(Thread.getAllStackTraces().keySet());
    handlers.removeIf(thread -> !thread.getName().matches("SIG[A-Z]+ handler"));
    return handlers;
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
