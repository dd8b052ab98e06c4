/**
 * The differentiable operations of the Transformer's graph: SameDiff operations that SameDiff lacks
 * or differentiates wrongly, each with its shapes and its gradient.
 *
 * <p>An operation here says <em>what</em> is computed: its inputs, arguments, output shapes and its
 * backward operation. <em>How</em> is a kernel's business ({@code model.engine}). Every operation
 * is checked against central finite differences; none may enter without that test.
 *
 * <p>Rows: activations are {@code [N, D]} matrices with {@code N = B·T}, sentence by sentence, as
 * SameDiff's matrix product works on matrices only.
 */
@NullMarked
package dev.dolmetsch.model.ops;

import org.jspecify.annotations.NullMarked;
