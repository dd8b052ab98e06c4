package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.OpCall;
import dev.dolmetsch.model.engine.RowSelections;
import dev.dolmetsch.model.engine.SelectedRows;
import dev.dolmetsch.model.engine.Tensor;
import dev.dolmetsch.model.engine.onednn.Products.Operand;
import java.nio.IntBuffer;
import java.util.List;

/**
 * Layers of which only some outputs are computed. The rows of the weight are copied and packed when
 * others are selected; all plans of a worker with as many rows share them.
 */
final class SelectedLinears implements AutoCloseable {
  private final Products products;
  private final Primitives primitives;
  private final PackedWeights packed = new PackedWeights();
  private final RowSelections selections = new RowSelections();

  SelectedLinears(Products products, Primitives primitives) {
    this.products = products;
    this.primitives = primitives;
  }

  Kernel create(OpCall call) {
    Tensor x = call.input(0);
    Tensor weight = call.input(1);
    Tensor y = call.output(0);
    IntBuffer ids = call.input(2).ints();
    SelectedRows rows = selections.of(weight, y.extent(1));
    Calls product =
        Calls.of(
            products.packedProduct(
                new Operand(Layout.rows(x, x.rows()), x.raw()),
                rows.copy(),
                packed,
                null,
                new Operand(Layout.rows(y, y.rows()), y.raw()),
                PostOps.NONE,
                List.of()));
    return new Kernel() {
      @Override
      public void run() {
        if (rows.select(weight, ids)) {
          packed.packAgain(rows.copy(), primitives);
        }
        product.run();
      }

      @Override
      public void close() {
        product.close();
      }
    };
  }

  /** Native bytes of copied rows and of what they are packed into; for any thread. */
  long bytes() {
    return selections.bytes() + packed.bytes();
  }

  @Override
  public void close() {
    packed.close();
  }
}
