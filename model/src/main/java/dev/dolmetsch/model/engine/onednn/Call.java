package dev.dolmetsch.model.engine.onednn;

import org.bytedeco.javacpp.Pointer;

/** A primitive on fixed memory. */
final class Call {
  private final Primitive primitive;
  private final Pointer[] memory;

  /** A call of a primitive, which is released with it. */
  Call(Primitive primitive, Pointer... memory) {
    this.primitive = primitive;
    this.memory = memory.clone();
  }

  void run() {
    primitive.run(memory);
  }

  void release() {
    primitive.release();
  }
}
