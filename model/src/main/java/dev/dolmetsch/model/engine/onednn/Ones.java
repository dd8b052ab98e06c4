package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.ElementType;
import dev.dolmetsch.model.engine.Tensor;
import dev.dolmetsch.model.engine.onednn.Products.Operand;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Rows of ones: a product with one adds up the rows of a matrix. */
final class Ones {
  private static final short BF16_ONE = 0x3F80;

  private final Map<ElementType, Tensor> rows = new EnumMap<>(ElementType.class);

  /** So many ones: [1, length]. */
  Operand row(ElementType type, int length) {
    Tensor ones = rows.get(type);
    if (ones == null || ones.length() < length) {
      ones = allocate(type, length);
      rows.put(type, ones);
    }
    return new Operand(Layout.dense(type, 1, length), ones.raw());
  }

  private static Tensor allocate(ElementType type, int length) {
    Tensor ones = Tensor.allocate(type, length);
    if (type == ElementType.BFLOAT16) {
      ShortBuffer bits = ones.shorts();
      for (int i = 0; i < length; i++) {
        bits.put(i, BF16_ONE);
      }
    } else {
      float[] values = new float[length];
      Arrays.fill(values, 1f);
      ones.set(values);
    }
    return ones;
  }
}
