package dev.dolmetsch.model.engine;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Output shapes of SameDiff's own operations, asked from ND4J once when a plan is compiled. */
final class BuiltInShapes {
  private BuiltInShapes() {}

  static List<long[]> of(DynamicCustomOp op, List<long[]> inputs, List<ElementType> types) {
    if (op.opName().equals("add") && java.util.Arrays.equals(inputs.get(0), inputs.get(1))) {
      return List.of(inputs.get(0)); // How SameDiff sums gradients; spare it the question.
    }
    try (var context = Nd4j.getExecutioner().buildContext()) {
      List<INDArray> arrays = new ArrayList<>();
      for (int i = 0; i < inputs.size(); i++) {
        DataType type = types.get(i) == ElementType.INT32 ? DataType.INT32 : DataType.FLOAT;
        arrays.add(Nd4j.createUninitialized(type, inputs.get(i)));
      }
      context.setInputArrays(arrays);
      context.setIArguments(op.iArgs());
      context.setTArguments(op.tArgs());
      context.setBArguments(op.bArgs());
      context.setDArguments(op.dArgs());
      return Nd4j.getExecutioner().calculateOutputShape(op, context).stream()
          .map(descriptor -> descriptor.getShape())
          .toList();
    } catch (Exception e) {
      throw new IllegalStateException("ND4J gave no output shape for " + op.opName(), e);
    }
  }
}
