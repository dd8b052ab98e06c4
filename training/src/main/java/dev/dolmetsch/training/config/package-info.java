/**
 * A training run's configuration: one record per section of the YAML file. A record says what its
 * keys mean and refuses values out of range; {@code docs/configuration.md} is the same for people.
 */
@NullMarked
package dev.dolmetsch.training.config;

import org.jspecify.annotations.NullMarked;
