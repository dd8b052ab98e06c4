/**
 * Shows what a model does when it translates. The values are recorded from the graph that was
 * trained and that translates, with the same weights; nothing is computed a second time in another
 * way. Renderings for people and for programs live here; where they are printed does not.
 *
 * <p>Layers and heads are counted from 0, as in the names of the parameters.
 */
@NullMarked
package dev.dolmetsch.model.explain;

import org.jspecify.annotations.NullMarked;
