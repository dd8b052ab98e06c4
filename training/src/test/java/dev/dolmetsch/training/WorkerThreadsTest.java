package dev.dolmetsch.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.engine.WorkerThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WorkerThreadsTest {
  @Test
  void resultsComeInTheTasksOrder() {
    try (WorkerThreads threads = new WorkerThreads(3, "training")) {
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int number = i;
        tasks.add(() -> number);
      }
      List<Integer> results = threads.all(tasks);
      for (int i = 0; i < 20; i++) {
        assertEquals(i, results.get(i));
      }
    }
  }

  @Test
  void failureOfATaskIsThrownAsItWas() {
    IllegalStateException failure = new IllegalStateException("x");
    try (WorkerThreads threads = new WorkerThreads(2, "training")) {
      List<Callable<Integer>> tasks =
          List.of(
              () -> 1,
              () -> {
                throw failure;
              });
      assertSame(failure, assertThrows(IllegalStateException.class, () -> threads.all(tasks)));
    }
  }

  /** Native memory is released after closing: nothing may be computing in it then. */
  @Test
  void closingWaitsForATaskThatAnInterruptedCallerLeftBehind() {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    Callable<Boolean> deaf =
        () -> {
          started.countDown();
          boolean waiting = true;
          while (waiting) {
            try {
              mayEnd.await();
              waiting = false;
            } catch (InterruptedException unheard) {
              waiting = true; // As native code would go on.
            }
          }
          ended.set(true);
          return true;
        };
    WorkerThreads threads = new WorkerThreads(1, "training");
    Thread caller = Thread.currentThread();
    Thread interrupter =
        new Thread(
            () -> {
              try {
                started.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              caller.interrupt();
            });
    interrupter.start();
    assertThrows(DolmetschException.class, () -> threads.all(List.of(deaf)));
    assertTrue(Thread.interrupted(), "the caller must be able to see that it was interrupted");
    mayEnd.countDown();
    threads.close();

    assertTrue(ended.get());
  }

  @Test
  void sumOfALoopDoesNotDependOnTheThreads() {
    List<Double> sums = new ArrayList<>();
    for (int count : new int[] {1, 2, 5}) {
      try (WorkerThreads threads = new WorkerThreads(count, "training")) {
        FlatLoop loop = new FlatLoop(threads, 3 * FlatLoop.BLOCK + 17);
        sums.add(
            loop.run(
                () ->
                    (from, elements) -> {
                      double sum = 0;
                      for (int i = from; i < from + elements; i++) {
                        sum += 1.0 / (1 + i);
                      }
                      return sum;
                    }));
      }
    }
    assertEquals(sums.get(0), sums.get(1));
    assertEquals(sums.get(0), sums.get(2));
  }

  @Test
  void everythingOwnedIsClosedWhateverFails() {
    List<String> closed = new ArrayList<>();
    Owned owned = new Owned();
    owned.add(() -> closed.add("a"));
    owned.<AutoCloseable>add(
        () -> {
          closed.add("b");
          throw new IllegalStateException("b");
        });
    owned.add(() -> closed.add("c"));

    assertEquals("b", assertThrows(IllegalStateException.class, owned::close).getMessage());
    assertEquals(List.of("a", "b", "c"), closed);
    owned.close();
    assertEquals(3, closed.size(), "closing twice closes once");
  }
}
