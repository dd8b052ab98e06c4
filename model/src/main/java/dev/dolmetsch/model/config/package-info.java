/**
 * Configuration files: YAML bound to records, strictly, and records written back as complete YAML.
 *
 * <p>The binding knows no section by name; {@link dev.dolmetsch.model.config.ModelConfig} is the
 * part that a saved model needs, and {@code dev.dolmetsch.training.config} the whole file. What a
 * key means and which values it takes is said by the record that holds it, nowhere else.
 */
@NullMarked
package dev.dolmetsch.model.config;

import org.jspecify.annotations.NullMarked;
