package dev.dolmetsch.model.engine.choice;

import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.Kernels;
import dev.dolmetsch.model.engine.WorkerThreads;
import dev.dolmetsch.model.engine.onednn.Bf16Copy;
import dev.dolmetsch.model.engine.onednn.OneDnnKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Kernels of workers that train the same parameters, and what they share. */
public final class TrainingKernels implements AutoCloseable {
  private final Supplier<Kernels> unshared;
  private final Optional<Bf16Copy> copy;

  TrainingKernels(Supplier<Kernels> unshared, Optional<Bf16Copy> copy) {
    this.unshared = unshared;
    this.copy = copy;
  }

  /** New kernels, for one worker. */
  public Kernels create() {
    return copy.<Kernels>map(OneDnnKernels::forTraining).orElseGet(unshared);
  }

  /**
   * Lets what the workers share follow the parameters: to be called before workers run if these may
   * have changed, and never while one runs.
   */
  public void followParameters(WorkerThreads threads) {
    if (copy.isPresent()) {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (Kernel part : copy.get().parts()) {
        tasks.add(
            () -> {
              part.run();
              return true;
            });
      }
      threads.all(tasks);
    }
  }

  /** Releases what the workers share; they must have ended. */
  @Override
  public void close() {
    copy.ifPresent(Bf16Copy::close);
  }
}
