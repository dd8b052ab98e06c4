package dev.dolmetsch.model.engine;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Keeps what a library prints on the calling thread from the process's streams; what other threads
 * print meanwhile passes.
 */
public final class MutedThread {
  private MutedThread() {}

  /** Does something, without what it prints to standard output. */
  public static synchronized void withoutOutput(Runnable work) {
    PrintStream original = System.out;
    PrintStream others = others(original);
    System.setOut(others);
    try {
      work.run();
    } finally {
      // Somebody else may have set it since.
      if (System.out == others) {
        System.setOut(original);
      }
    }
  }

  /** Does something, without what it prints to standard error. */
  public static synchronized void withoutErrors(Runnable work) {
    PrintStream original = System.err;
    PrintStream others = others(original);
    System.setErr(others);
    try {
      work.run();
    } finally {
      // Somebody else may have set it since.
      if (System.err == others) {
        System.setErr(original);
      }
    }
  }

  private static PrintStream others(PrintStream output) {
    return new PrintStream(
        new OtherThreadsOutput(Thread.currentThread(), output), true, StandardCharsets.UTF_8);
  }
}
