package dev.dolmetsch.model.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;

class TensorTest {
  @Test
  void releasedMemoryIsRefused() {
    BytePointer memory = new BytePointer(64);
    Tensor floats = new Tensor(memory, 0, ElementType.FLOAT32, 2, 3);
    Tensor ints = new Tensor(memory, 0, ElementType.INT32, 4);
    floats.clear();
    memory.close();
    assertThrows(IllegalStateException.class, floats::pointer);
    assertThrows(IllegalStateException.class, floats::toFloats);
    assertThrows(IllegalStateException.class, floats::clear);
    var error = assertThrows(IllegalStateException.class, () -> ints.set(new int[1]));
    assertEquals("the memory of INT32[4] has been released", error.getMessage());
  }

  @Test
  void moreBytesThanABufferHoldsAreRefusedWithAWord() {
    assertEquals(1 << 28, Tensor.length(1 << 14, 1 << 14));
    var error = assertThrows(IllegalArgumentException.class, () -> Tensor.length(1 << 15, 1 << 14));
    String message = String.valueOf(error.getMessage());
    assertTrue(message.contains("training.tokens_per_batch"), message);
    assertTrue(message.contains("decoding.batch_tokens"), message);
  }
}
