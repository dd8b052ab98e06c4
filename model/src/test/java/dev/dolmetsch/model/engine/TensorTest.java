package dev.dolmetsch.model.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.data.DolmetschException;
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
    var error = assertThrows(DolmetschException.class, () -> Tensor.length(1 << 15, 1 << 14));
    String message = String.valueOf(error.getMessage());
    assertTrue(message.contains("training.tokens_per_batch"), message);
    assertTrue(message.contains("decoding.batch_tokens"), message);
  }

  @Test
  void aSliceIsPartOfTheFirstAxis() {
    Tensor cube = Tensor.allocate(ElementType.FLOAT32, 3, 2, 2);
    cube.set(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    assertArrayEquals(new float[] {4, 5, 6, 7}, cube.slice(1, 1).toFloats());
    Tensor columns = cube.reshape(3, 4).columns(1, 4, 3, 2);
    Tensor rows = columns.slice(1, 2);
    assertEquals(4, rows.rowStride());
    assertArrayEquals(new long[] {2, 2}, rows.shape());
    assertEquals(5f, rows.floats().get(0));
    assertThrows(IndexOutOfBoundsException.class, () -> cube.slice(2, 2));
  }
}
