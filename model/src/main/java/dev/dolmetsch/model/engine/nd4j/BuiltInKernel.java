package dev.dolmetsch.model.engine.nd4j;

import dev.dolmetsch.model.engine.ElementType;
import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.OpCall;
import dev.dolmetsch.model.engine.Tensor;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/** Any operation of SameDiff's own, run by ND4J on arrays over the plan's memory. */
final class BuiltInKernel {
  private BuiltInKernel() {}

  @SuppressWarnings("MustBeClosedChecker") // The context lives as long as the plan.
  static Kernel of(DynamicCustomOp op, OpCall call) {
    OpContext context = Nd4j.getExecutioner().buildContext();
    context.setInputArrays(arrays(call.inputs()));
    context.setOutputArrays(arrays(call.outputs()));
    context.setIArguments(op.iArgs());
    context.setTArguments(op.tArgs());
    context.setBArguments(op.bArgs());
    context.setDArguments(op.dArgs());
    return () -> Nd4j.exec(op, context);
  }

  private static List<INDArray> arrays(List<Tensor> tensors) {
    return tensors.stream().map(BuiltInKernel::array).toList();
  }

  private static INDArray array(Tensor tensor) {
    if (tensor.type() != ElementType.FLOAT32) {
      return Nd4j.create(
          Nd4j.createBuffer(tensor.intPointer(), tensor.length(), DataType.INT32), tensor.shape());
    }
    return Nd4j.create(
        Nd4j.createBuffer(tensor.pointer(), tensor.length(), DataType.FLOAT), tensor.shape());
  }
}
