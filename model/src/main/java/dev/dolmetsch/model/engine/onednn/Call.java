package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.Kernel;
import org.bytedeco.javacpp.Pointer;

/** A primitive on fixed memory. */
final class Call implements Kernel {
  private final Primitive primitive;
  private final Pointer[] memory;

  /** A call of a primitive, which is released with it. */
  Call(Primitive primitive, Pointer... memory) {
    this.primitive = primitive;
    this.memory = memory.clone();
  }

  @Override
  public void run() {
    primitive.run(memory);
  }

  @Override
  public void close() {
    primitive.release();
  }
}
