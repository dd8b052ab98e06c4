package dev.dolmetsch.model.decode;

/**
 * Native memory that a translator uses, in bytes. Not counted is what the libraries allocate
 * themselves: the subword model, and oneDNN's compiled primitives with their scratch memory.
 *
 * @param mapped parameters that are mapped from their file. The operating system reads them in as
 *     they are used, may drop them again, and has them once for all processes.
 * @param copied parameters that were copied from a file that cannot be mapped. All translators of
 *     one directory in this process have one copy.
 * @param own this translator's alone: the arenas that hold its workers' variables and caches, and
 *     parameters that they hold in another form: packed, quantised, or selected by a shortlist. It
 *     grows with the largest batch so far.
 */
public record MemoryUse(long mapped, long copied, long own) {}
