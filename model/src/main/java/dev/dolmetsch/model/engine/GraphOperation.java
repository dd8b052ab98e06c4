package dev.dolmetsch.model.engine;

import dev.dolmetsch.model.ops.AttentionContext;
import dev.dolmetsch.model.ops.AttentionScores;
import dev.dolmetsch.model.ops.Linear;
import dev.dolmetsch.model.ops.SelectedLinear;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/**
 * An operation as it stands in the graph.
 *
 * @param op the operation with its arguments
 */
public record GraphOperation(DynamicCustomOp op) implements PlanOp {
  @Override
  public String label() {
    return op.opName().replace("dolmetsch_", "");
  }

  @Override
  public boolean isProduct() {
    return op instanceof Linear
        || op instanceof Linear.Backward
        || op instanceof SelectedLinear
        || op instanceof AttentionScores
        || op instanceof AttentionScores.Backward
        || op instanceof AttentionContext
        || op instanceof AttentionContext.Backward;
  }
}
