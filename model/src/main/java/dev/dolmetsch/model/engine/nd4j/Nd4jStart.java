package dev.dolmetsch.model.engine.nd4j;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.engine.WorkerThreads;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J's start, which looks for a backend and loads its natives: 0.2 s in which whoever is going to
 * need it can read files.
 */
public final class Nd4jStart {
  private final FutureTask<Boolean> task;

  private Nd4jStart(FutureTask<Boolean> task) {
    this.task = task;
  }

  /** Begins to start ND4J, if that has not been done, on a thread of its own. */
  public static Nd4jStart begin() {
    // What others may initialise at the same time must be initialised: two threads that come upon
    // classes that need each other from different ends would wait for each other forever.
    OpenBlasBinding.initialise();
    FutureTask<Boolean> task = new FutureTask<>(() -> Nd4j.getBackend() != null);
    Thread thread = new Thread(task, "nd4j-start");
    thread.setDaemon(true);
    thread.start();
    return new Nd4jStart(task);
  }

  /**
   * Waits until ND4J has started.
   *
   * @throws LinkageError if its natives cannot be loaded
   * @throws DolmetschException if the thread is interrupted; it stays so
   */
  public void await() {
    try {
      task.get();
    } catch (ExecutionException e) {
      throw WorkerThreads.failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DolmetschException("interrupted while loading libraries; start again", e);
    }
  }
}
