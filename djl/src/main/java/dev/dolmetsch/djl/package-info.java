/** Dolmetsch's models as DJL's: for programs that translate through DJL's interfaces. */
@NullMarked
package dev.dolmetsch.djl;

import org.jspecify.annotations.NullMarked;
