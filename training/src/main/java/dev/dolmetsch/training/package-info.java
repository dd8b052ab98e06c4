/**
 * Training: data preparation, workers, optimizer, learning-rate schedule, validation, early
 * stopping, checkpoints and exact resume. {@code Trainer} is the front door; what a run reports
 * goes to a {@code TrainingListener}, never to a stream.
 */
@NullMarked
package dev.dolmetsch.training;

import org.jspecify.annotations.NullMarked;
