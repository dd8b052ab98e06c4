package dev.dolmetsch.model.decode;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * The time within which something may be used. Its end waits for the uses that have begun, and
 * refuses those that have not.
 *
 * <p>Thread-safe.
 */
final class Lifetime {
  /** Held for reading by all uses, for writing by the end. */
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  private final String name;
  private volatile boolean ending;
  private boolean ended;

  /**
   * A lifetime that has begun.
   *
   * @param name of what is used, for messages
   */
  Lifetime(String name) {
    this.name = name;
  }

  /**
   * Does something within this time.
   *
   * @throws IllegalStateException if the end has begun, unless this is part of another use, which
   *     has to be finished
   */
  <T> T use(Supplier<T> work) {
    if (ending && !usedByThisThread()) {
      throw over();
    }
    lock.readLock().lock();
    try {
      if (ended) {
        throw over();
      }
      return work.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  private IllegalStateException over() {
    return new IllegalStateException("the " + name + " is closed");
  }

  /** Whether the caller is part of a use. */
  boolean usedByThisThread() {
    return lock.getReadHoldCount() > 0;
  }

  /**
   * Ends it, if that has not been done.
   *
   * @param release is called once, after all uses
   */
  void end(Runnable release) {
    ending = true;
    lock.writeLock().lock();
    try {
      if (!ended) {
        ended = true;
        release.run();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
