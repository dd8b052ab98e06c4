package dev.dolmetsch.model.ops;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;

/**
 * An operation of our own in a SameDiff graph.
 *
 * <p>SameDiff's gradient builder clones every operation through FlatBuffers and finds the class
 * again by its name, so each subclass has a name of its own, is registered in {@link Operations},
 * has a public constructor without arguments, and keeps all it knows in integer, real and boolean
 * arguments; fields do not survive the clone. All outputs are float32.
 */
public abstract class GraphOp extends DynamicCustomOp {
  /** An extent that may be anything, for {@link #fits}. */
  protected static final long ANY = -1;

  /** The form that SameDiff's clone uses; the arguments are set afterwards. */
  protected GraphOp() {}

  /** Adds the operation to a graph. */
  protected GraphOp(SameDiff graph, SDVariable... inputs) {
    super(graph, inputs);
  }

  /**
   * Shapes of the outputs for these shapes of the inputs.
   *
   * @throws IllegalArgumentException if the shapes do not fit together
   */
  public abstract List<long[]> outputShapes(List<long[]> inputs);

  /**
   * The index of the input whose memory the single output shares, or −1. Such an operation changes
   * its input in place, or nothing at all.
   */
  public int aliasedInput() {
    return -1;
  }

  /** The only output. */
  public final SDVariable output() {
    return outputVariables()[0];
  }

  /** The operation's own name, a constant: SameDiff asks for it before the constructor has run. */
  @Override
  public abstract String opName();

  @Override
  public final long opHash() {
    return opName().hashCode();
  }

  /** One output, unless a subclass says otherwise. */
  @Override
  public int getNumOutputs() {
    return 1;
  }

  @Override
  public final Map<String, Object> propertiesForFunction() {
    return Collections.emptyMap();
  }

  @Override
  public final void setPropertiesForFunction(Map<String, Object> properties) {
    // All is in the arguments.
  }

  @Override
  public final void configureFromArguments() {
    // Arguments are read where they are used.
  }

  @Override
  public final List<LongShapeDescriptor> calculateOutputShape(OpContext context) {
    List<long[]> shapes = new ArrayList<>();
    context.getInputArrays().forEach(array -> shapes.add(array.shape()));
    return outputShapes(shapes).stream()
        .map(shape -> LongShapeDescriptor.fromShape(shape, DataType.FLOAT))
        .toList();
  }

  @Override
  public final List<DataType> calculateOutputDataTypes(List<DataType> inputs) {
    return Collections.nCopies(getNumOutputs(), DataType.FLOAT);
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> gradients) {
    throw new IllegalStateException(opName() + " has no gradient");
  }

  /** An integer argument. */
  protected final int integer(int index) {
    return Math.toIntExact(iArguments.get(index));
  }

  /** A real argument. */
  protected final double real(int index) {
    return tArguments.get(index);
  }

  /** A boolean argument. */
  protected final boolean flag(int index) {
    return bArguments.get(index);
  }

  /** Whether a shape has these extents, {@link #ANY} of them unknown. */
  protected static boolean fits(long[] shape, long... extents) {
    boolean fits = shape.length == extents.length;
    for (int i = 0; fits && i < extents.length; i++) {
      fits = extents[i] == ANY || extents[i] == shape[i];
    }
    return fits;
  }

  /** Refuses shapes that do not fit, naming the operation and what it got. */
  protected final void require(boolean holds, String expected, List<long[]> inputs) {
    if (!holds) {
      StringBuilder shapes = new StringBuilder();
      inputs.forEach(shape -> shapes.append(java.util.Arrays.toString(shape)));
      throw new IllegalArgumentException(opName() + " needs " + expected + ", got " + shapes);
    }
  }
}
