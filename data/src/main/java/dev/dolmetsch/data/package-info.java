/**
 * What the whole project shares: the failure that a user can mend, what the operating system's
 * refusals mean, and folders that nobody keeps. The corpus rooms lie below.
 */
@NullMarked
package dev.dolmetsch.data;

import org.jspecify.annotations.NullMarked;
