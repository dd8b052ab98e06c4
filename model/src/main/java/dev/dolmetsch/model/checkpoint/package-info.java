/**
 * Models on disk: the safetensors format, a model directory written atomically and opened with
 * checks, a run directory with its checkpoints and pointers, and the average of checkpoints.
 *
 * <p>Nothing here knows what a parameter means: tensors are names, shapes and numbers. Files are
 * written so that a kill or a full disk at any moment leaves every earlier checkpoint whole.
 */
@NullMarked
package dev.dolmetsch.model.checkpoint;

import org.jspecify.annotations.NullMarked;
