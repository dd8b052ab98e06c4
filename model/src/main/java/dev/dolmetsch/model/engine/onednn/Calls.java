package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.Kernel;
import java.util.List;

/** A kernel that is some calls of primitives, one after the other. */
final class Calls implements Kernel {
  private final Call[] calls;

  Calls(List<Call> calls) {
    this.calls = calls.toArray(Call[]::new);
  }

  static Calls of(Call... calls) {
    return new Calls(List.of(calls));
  }

  @Override
  public void run() {
    for (Call call : calls) {
      call.run();
    }
  }

  @Override
  public void close() {
    for (Call call : calls) {
      call.release();
    }
  }
}
