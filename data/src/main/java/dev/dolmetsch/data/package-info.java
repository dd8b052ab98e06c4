/**
 * What the whole project shares: the failure that a user can mend, and what the operating system's
 * refusals mean. The corpus rooms lie below.
 */
@NullMarked
package dev.dolmetsch.data;

import org.jspecify.annotations.NullMarked;
