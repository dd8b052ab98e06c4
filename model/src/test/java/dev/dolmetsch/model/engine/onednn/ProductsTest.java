package dev.dolmetsch.model.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dolmetsch.model.engine.ElementType;
import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.Tensor;
import dev.dolmetsch.model.engine.onednn.Products.Operand;
import java.nio.ShortBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products on oneDNN against sums in double precision. */
class ProductsTest {
  /**
   * Partial sums of 1,024 products reach 30, where float32 rounds by up to 10⁻⁶; 1,024 such errors
   * come to 3·10⁻⁵ on average and rarely to thrice that.
   */
  private static final double TOLERANCE = 1e-4;

  private static final int COLUMNS = 48;

  @BeforeAll
  static void needsNatives() {
    assumeTrue(OneDnn.isAvailable(), () -> OneDnn.whyUnavailable().orElse(""));
    OneDnn.useOneThreadPerOperation();
  }

  private final Primitives primitives = new Primitives();
  private final Products products = new Products(primitives);

  @AfterEach
  void release() {
    primitives.close();
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 37, 256",
    "FLOAT32, 1000, 256",
    "FLOAT32, 1950, 256",
    "FLOAT32, 37, 1024",
    "FLOAT32, 1000, 1024",
    "FLOAT32, 1950, 1024",
    "BFLOAT16, 37, 256",
    "BFLOAT16, 1000, 256",
    "BFLOAT16, 1950, 256",
    "BFLOAT16, 37, 1024",
    "BFLOAT16, 1000, 1024",
    "BFLOAT16, 1950, 1024"
  })
  void everyElementIsTheSumOfItsTerms(ElementType type, int rows, int terms) {
    assumeTrue(type == ElementType.FLOAT32 || OneDnn.canComputeBf16(), "no bfloat16 here");
    SplittableRandom random = new SplittableRandom(rows + terms);
    float[] a = values(random, type, rows * terms);
    float[] b = values(random, type, COLUMNS * terms);
    float[] bias = values(random, ElementType.FLOAT32, COLUMNS);
    Tensor c = Tensor.allocate(ElementType.FLOAT32, rows, COLUMNS);
    Operand left = operand(type, a, rows, terms);
    Operand right = operand(type, b, COLUMNS, terms).transposed();
    Operand added = operand(ElementType.FLOAT32, bias, 1, COLUMNS);
    Operand result = new Operand(Layout.rows(c), c.raw());

    run(products.rowsProduct(left, right, added, result, PostOps.NONE));
    float[] ofAnyRows = c.toFloats();
    c.clear();
    run(products.product(left, right, added, result, PostOps.NONE, List.of()));
    float[] ofTheseRows = c.toFloats();

    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        double expected = bias[column];
        for (int i = 0; i < terms; i++) {
          expected += (double) a[row * terms + i] * b[column * terms + i];
        }
        int at = row * COLUMNS + column;
        String place = "[" + row + ", " + column + "]";
        assertEquals(expected, ofAnyRows[at], TOLERANCE, () -> "for any number of rows " + place);
        assertEquals(expected, ofTheseRows[at], TOLERANCE, () -> "for these rows " + place);
      }
    }
  }

  @Test
  void onePrimitiveServesSeveralNumbersOfRowsInTurn() {
    int terms = 256;
    SplittableRandom random = new SplittableRandom(1);
    float[] a = values(random, ElementType.FLOAT32, 1000 * terms);
    float[] b = values(random, ElementType.FLOAT32, terms);
    Operand right = operand(ElementType.FLOAT32, b, 1, terms).transposed();
    for (int rows : new int[] {1000, 37, 1000}) {
      Tensor c = Tensor.allocate(ElementType.FLOAT32, rows, 1);
      Operand left = operand(ElementType.FLOAT32, a, rows, terms);
      Operand result = new Operand(Layout.rows(c), c.raw());
      run(products.rowsProduct(left, right, null, result, PostOps.NONE));
      for (int row = 0; row < rows; row++) {
        double expected = 0;
        for (int i = 0; i < terms; i++) {
          expected += (double) a[row * terms + i] * b[i];
        }
        assertEquals(expected, c.floats().get(row), TOLERANCE, rows + " rows, row " + row);
      }
    }
  }

  private static void run(Kernel kernel) {
    kernel.run();
    kernel.close();
  }

  /** Between −1 and 1, and of the type's precision. */
  private static float[] values(SplittableRandom random, ElementType type, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      float value = (float) (2 * random.nextDouble() - 1);
      values[i] = type == ElementType.FLOAT32 ? value : truncated(value);
    }
    return values;
  }

  private static float truncated(float value) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(value) & 0xffff0000);
  }

  /** A matrix of the first values. */
  private static Operand operand(ElementType type, float[] values, int rows, int columns) {
    Tensor tensor = Tensor.allocate(type, rows, columns);
    if (type == ElementType.FLOAT32) {
      tensor.floats().put(values, 0, rows * columns);
    } else {
      ShortBuffer bits = tensor.shorts();
      for (int i = 0; i < rows * columns; i++) {
        bits.put(i, (short) (Float.floatToRawIntBits(values[i]) >>> 16));
      }
    }
    return new Operand(Layout.rows(tensor), tensor.raw());
  }
}
