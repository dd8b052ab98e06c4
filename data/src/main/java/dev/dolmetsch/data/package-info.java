/**
 * What the whole project shares: the failure that a user can mend, what the operating system's
 * refusals mean, commands to be copied, folders that nobody keeps, text that may be compressed,
 * SHA-256, and numbers that look random. The corpus rooms lie below.
 */
@NullMarked
package dev.dolmetsch.data;

import org.jspecify.annotations.NullMarked;
