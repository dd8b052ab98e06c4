/**
 * What sentences mean to a model, as vectors: pooled encoder states and how near they are to each
 * other. Search among many sentences will live here too.
 */
@NullMarked
package dev.dolmetsch.model.similarity;

import org.jspecify.annotations.NullMarked;
