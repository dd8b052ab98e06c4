package dev.dolmetsch.data.corpus;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.FileProblems;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * A filtered corpus as subword ids, in a memory-mapped file. Both languages are filed, so that one
 * file serves both directions. Safe for several threads.
 *
 * <p>The file {@code NAME.ids} carries a key, the SHA-256 over the corpus files' hashes, the
 * filters and the encoder's identity, and a SHA-256 over its own bytes. A file that is whole and
 * has the right key is used again; any other is written anew, under a temporary name that is
 * renamed at the end. {@code NAME.ids.lock} makes a second process wait instead of writing too.
 */
public final class EncodedCorpus {
  private final CacheFile cache;
  private final CorpusReport report;
  private final boolean reused;

  private EncodedCorpus(CacheFile cache, List<FileFingerprint> files, boolean reused) {
    this.cache = cache;
    this.report = cache.report().withFiles(files);
    this.reused = reused;
  }

  /**
   * Opens the cache, writing it first where that is needed.
   *
   * @param encoder gives the ids
   * @param encoderIdentity tells encoders apart that give different ids: the SHA-256 of the subword
   *     model's file and whatever settings it is used with
   * @param folder where the cache lies; made if it does not exist
   * @param name the cache's name in it, such as {@code train}
   * @throws DolmetschException if a corpus file is broken or cannot be read, no pair is left, or
   *     the folder cannot be written
   */
  public static EncodedCorpus open(
      CorpusFiles files,
      CorpusFilters filters,
      Encoder encoder,
      String encoderIdentity,
      Path folder,
      String name) {
    List<FileFingerprint> fingerprints =
        files.paths().stream().map(EncodedCorpus::fingerprint).toList();
    String key = CacheKey.of(files, fingerprints, filters, encoderIdentity);
    Path file = folder.resolve(name + ".ids");
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve(name + ".ids.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        Optional<CacheFile> found = CacheFile.read(file, key);
        if (found.isPresent()) {
          return new EncodedCorpus(found.get(), fingerprints, true);
        }
        write(files, filters, encoder, fingerprints, key, file, folder);
        CacheFile written =
            CacheFile.read(file, key)
                .orElseThrow(() -> new IOException("what was just written reads back differently"));
        return new EncodedCorpus(written, fingerprints, false);
      }
    } catch (OverlappingFileLockException e) {
      throw new IllegalStateException(file + " is being opened by another thread", e);
    } catch (IOException e) {
      throw new DolmetschException(
          file
              + ": the cache of encoded sentences cannot be written ("
              + FileProblems.reason(e)
              + "); free some space or choose another folder",
          e);
    }
  }

  private static FileFingerprint fingerprint(Path path) {
    if (Files.exists(path) && !Files.isDirectory(path) && !Files.isRegularFile(path)) {
      throw new DolmetschException(
          path + ": is a pipe or a device, but is read more than once; save it to a file first");
    }
    return FileFingerprint.of(path);
  }

  private static void write(
      CorpusFiles files,
      CorpusFilters filters,
      Encoder encoder,
      List<FileFingerprint> fingerprints,
      String key,
      Path file,
      Path folder)
      throws IOException {
    PairSieve sieve = new PairSieve(filters, folder);
    try (CacheWriter writer = new CacheWriter(file);
        CorpusReader reader = files.open()) {
      while (reader.hasNext()) {
        SentencePair pair = reader.next().pair();
        int[] english = encoder.encode(pair.english());
        int[] german = encoder.encode(pair.german());
        if (sieve.keeps(pair, english.length, german.length)) {
          writer.add(english, german);
        }
      }
      if (!reader.fingerprints().equals(fingerprints)) {
        throw new DolmetschException(
            CorpusStatistics.names(files) + ": changed while it was read; start again");
      }
      CorpusReport report = sieve.report(fingerprints, CorpusReport.TokenUnit.SUBWORDS);
      CorpusStatistics.requireNotEmpty(files, report);
      requireSomethingKept(files, report);
      writer.finish(key, CacheFile.json(report));
    }
  }

  private static void requireSomethingKept(CorpusFiles files, CorpusReport report) {
    if (report.pairsKept() > 0) {
      return;
    }
    StringBuilder reasons = new StringBuilder();
    for (PairFilter filter : PairFilter.values()) {
      long count = report.dropped().count(filter);
      if (count > 0) {
        reasons.append(reasons.isEmpty() ? "" : ", ").append(filter.label()).append(' ');
        reasons.append(count);
      }
    }
    throw new DolmetschException(
        CorpusStatistics.names(files)
            + ": the filters leave none of "
            + report.pairsRead()
            + " pairs ("
            + reasons
            + "); loosen data.filters");
  }

  /** The number of pairs. */
  public long size() {
    return cache.pairs();
  }

  /** What was read, left out and kept; lengths in subword tokens. */
  public CorpusReport report() {
    return report;
  }

  /** Whether an earlier run's file could be used again. */
  public boolean reused() {
    return reused;
  }

  /** The pairs, read in that direction. */
  public EncodedPairs in(Direction direction) {
    return switch (direction) {
      case EN_DE -> new EnglishToGerman(cache);
      case DE_EN -> new GermanToEnglish(cache);
    };
  }

  private record EnglishToGerman(CacheFile cache) implements EncodedPairs {
    @Override
    public long size() {
      return cache.pairs();
    }

    @Override
    public int[] source(long i) {
      return cache.english(i);
    }

    @Override
    public int[] target(long i) {
      return cache.german(i);
    }

    @Override
    public int sourceLength(long i) {
      return cache.englishLength(i);
    }

    @Override
    public int targetLength(long i) {
      return cache.germanLength(i);
    }
  }

  private record GermanToEnglish(CacheFile cache) implements EncodedPairs {
    @Override
    public long size() {
      return cache.pairs();
    }

    @Override
    public int[] source(long i) {
      return cache.german(i);
    }

    @Override
    public int[] target(long i) {
      return cache.english(i);
    }

    @Override
    public int sourceLength(long i) {
      return cache.germanLength(i);
    }

    @Override
    public int targetLength(long i) {
      return cache.englishLength(i);
    }
  }
}
