/** What the whole project shares: the failure that a user can mend. The corpus rooms lie below. */
@NullMarked
package dev.dolmetsch.data;

import org.jspecify.annotations.NullMarked;
