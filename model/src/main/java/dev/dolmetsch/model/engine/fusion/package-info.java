/**
 * Fusion at the level of the plan: operations that a kernel can compute in one become one step.
 * What is fused is found by its shape in the graph; the model's code knows nothing of it.
 */
@NullMarked
package dev.dolmetsch.model.engine.fusion;

import org.jspecify.annotations.NullMarked;
