/**
 * Files of any size mapped into memory, addressed by a {@code long}.
 *
 * <p>What must not live on the heap lives here: encoded corpora, hash tables, orders. A {@link
 * java.nio.MappedByteBuffer} ends at 2 GiB, so a {@link dev.dolmetsch.data.mapped.MappedFile} is
 * several of them. Java 17 has no way to unmap; a mapping goes when its object is collected.
 */
@NullMarked
package dev.dolmetsch.data.mapped;

import org.jspecify.annotations.NullMarked;
