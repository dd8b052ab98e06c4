/**
 * How fast a model translates on this machine, and the form in which all benchmarks say their
 * results to programs.
 *
 * <p>It uses the translator as others do, and the search below it to see where the time goes.
 */
@NullMarked
package dev.dolmetsch.model.decode.benchmark;

import org.jspecify.annotations.NullMarked;
