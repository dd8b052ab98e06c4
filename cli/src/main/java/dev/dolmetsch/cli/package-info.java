/**
 * The command line: one Picocli class per verb, a thin client of {@code Translator}, {@code
 * Trainer} and the rooms they stand on.
 *
 * <p>Besides verbs and the options they share, only what a process needs may enter: streams,
 * progress on standard error, exit codes (0 done, 1 failed, 2 wrong usage), signals. Whatever would
 * be of use to a program that embeds Dolmetsch belongs in another module.
 */
@NullMarked
package dev.dolmetsch.cli;

import org.jspecify.annotations.NullMarked;
