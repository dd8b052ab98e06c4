package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.Kernel;
import java.util.List;

/** A kernel that is some others, one after the other. */
final class Calls implements Kernel {
  private final Kernel[] calls;

  Calls(List<? extends Kernel> calls) {
    this.calls = calls.toArray(Kernel[]::new);
  }

  /** All of them; the only one itself, if there is just one. */
  static Kernel all(List<? extends Kernel> calls) {
    return calls.size() == 1 ? calls.get(0) : new Calls(calls);
  }

  static Calls of(Kernel... calls) {
    return new Calls(List.of(calls));
  }

  @Override
  public void run() {
    for (Kernel call : calls) {
      call.run();
    }
  }

  @Override
  public void close() {
    for (Kernel call : calls) {
      call.close();
    }
  }
}
