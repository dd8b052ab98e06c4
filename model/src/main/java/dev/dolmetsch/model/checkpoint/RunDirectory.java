package dev.dolmetsch.model.checkpoint;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.FileProblems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The directory of one training run, held by the process that trains.
 *
 * <pre>
 * checkpoints/update-500/  a model directory with training state
 * best                     a line of text: checkpoints/update-500
 * last                     a line of text: checkpoints/update-500
 * .lock                    held while a training writes here
 * </pre>
 *
 * <p>The pointers are text files, because symbolic links need privileges on Windows and do not
 * survive every copy. They are replaced in one step and name complete checkpoints, but for the
 * moment in which one is replaced by another of its update; a kill in it is mended when the run is
 * opened again.
 *
 * <p>Not safe for several threads. A thread must not be interrupted while it writes here: Java
 * closes the file under its hands, and the write fails (leaving what was there before).
 */
public final class RunDirectory implements AutoCloseable {
  private static final String CHECKPOINTS = "checkpoints";
  private static final Pattern UPDATE = Pattern.compile("update-(0|[1-9][0-9]{0,17})");

  private final Path path;
  private final RunLock lock;

  private RunDirectory(Path path, RunLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /** What points to a checkpoint. */
  public enum Pointer {
    /** The best by the validation's metric. */
    BEST,
    /** The latest, from which training goes on. */
    LAST;

    private String file() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Opens a run for writing, making it if need be, and clears up what a killed training left there.
   *
   * @throws DolmetschException if another training holds it, or it cannot be written
   */
  public static RunDirectory open(Path path) {
    Path checkpoints = path.resolve(CHECKPOINTS);
    try {
      Files.createDirectories(checkpoints);
    } catch (IOException e) {
      throw new DolmetschException(
          path
              + ": the run folder cannot be made: "
              + FileProblems.reason(e)
              + "; choose another with --run",
          e);
    }
    try {
      RunLock lock = RunLock.take(path);
      try {
        AtomicDirectory.recover(path);
        AtomicDirectory.recover(checkpoints);
        return new RunDirectory(path, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw FileProblems.notWritten(path, e);
    }
  }

  /**
   * The model directory that a user means by a path: a model directory itself; a run directory, for
   * which its best checkpoint is taken, else its last; or a pointer in it, {@code runs/x/last}.
   *
   * @throws DolmetschException if it is none of them
   */
  public static Path resolve(Path given) {
    if (Files.isRegularFile(given)) {
      return PointerFile.target(given);
    }
    if (!Files.isDirectory(given)) {
      throw new DolmetschException(
          given + ": no such directory; give a model directory or a run directory");
    }
    if (Files.exists(given.resolve(Manifest.FILE))) {
      return given;
    }
    for (Pointer pointer : Pointer.values()) {
      Path file = given.resolve(pointer.file());
      if (Files.isRegularFile(file)) {
        return PointerFile.target(file);
      }
    }
    throw new DolmetschException(
        given
            + (Files.isDirectory(given.resolve(CHECKPOINTS))
                ? ": this run has no complete checkpoint yet"
                : ": neither a model directory (no "
                    + Manifest.FILE
                    + ") nor a run directory (no best, no last); give one of these"));
  }

  /** The run directory itself. */
  public Path path() {
    return path;
  }

  /** Where the checkpoint of that update is, or would be. */
  public Path checkpoint(long update) {
    if (update < 0) {
      throw new IllegalArgumentException("update must be at least 0, but is " + update);
    }
    return path.resolve(CHECKPOINTS).resolve("update-" + update);
  }

  /** Updates of all complete checkpoints, ascending. */
  public List<Long> updates() {
    try (Stream<Path> children = Files.list(path.resolve(CHECKPOINTS))) {
      return children
          .filter(child -> Files.exists(child.resolve(Manifest.FILE)))
          .map(child -> UPDATE.matcher(child.getFileName().toString()))
          .filter(Matcher::matches)
          .map(matcher -> Long.valueOf(matcher.group(1)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new DolmetschException(path + ": cannot be read: " + FileProblems.reason(e), e);
    }
  }

  /**
   * Writes the checkpoint of an update, whole or not at all; one that exists is replaced.
   *
   * @throws DolmetschException if that fails; all that was there before is still there
   */
  public Path save(long update, ModelContents contents) {
    return save(update, contents, AtomicDirectory::create);
  }

  Path save(long update, ModelContents contents, AtomicDirectory.Opener opener) {
    Path target = checkpoint(update);
    AtomicDirectory.write(target, ModelDirectory.files(contents), true, opener);
    return target;
  }

  /** Writes {@code checkpoints/averaged}, whole or not at all; one that exists is replaced. */
  public Path saveAverage(ModelContents contents) {
    Path target = path.resolve(CHECKPOINTS).resolve("averaged");
    AtomicDirectory.write(target, ModelDirectory.files(contents), true, AtomicDirectory::create);
    return target;
  }

  /** Lets a pointer name a model directory inside this run, in one step. */
  public void point(Pointer pointer, Path checkpoint) {
    Path relative = path.toAbsolutePath().relativize(checkpoint.toAbsolutePath()).normalize();
    String text = relative.toString().replace('\\', '/');
    if (text.isEmpty() || text.startsWith("..")) {
      throw new IllegalArgumentException(checkpoint + " is not inside " + path);
    }
    if (!Files.exists(checkpoint.resolve(Manifest.FILE))) {
      throw new IllegalArgumentException(checkpoint + " is no complete checkpoint");
    }
    AtomicDirectory.writeFile(
        path.resolve(pointer.file()), (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What a pointer names, if it has been set and that is there: somebody may have removed it, or
   * copied the run without it, and a training goes on all the same.
   */
  public Optional<Path> pointedTo(Pointer pointer) {
    Path file = path.resolve(pointer.file());
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Path target = PointerFile.named(file);
    return Files.exists(target.resolve(Manifest.FILE)) ? Optional.of(target) : Optional.empty();
  }

  /**
   * Updates of the checkpoints whose provenance has that metric, the best first; of equals the one
   * with the lower loss, else the earlier one.
   *
   * @param loss the name of the loss among the metrics
   */
  public List<Long> bestFirst(String metric, boolean higherIsBetter, String loss) {
    Map<Long, Double> values = new TreeMap<>();
    Map<Long, Double> losses = new TreeMap<>();
    for (long update : updates()) {
      Map<String, Double> metrics = ModelDirectory.readProvenance(checkpoint(update)).metrics();
      double value = metrics.getOrDefault(metric, Double.NaN);
      if (!Double.isNaN(value)) {
        // Adding 0 makes one zero of both, which are different ones to a comparator.
        values.put(update, (higherIsBetter ? -value : value) + 0.0);
        losses.put(update, metrics.getOrDefault(loss, Double.NaN));
      }
    }
    List<Long> ranked = new ArrayList<>(values.keySet());
    ranked.sort(Comparator.<Long, Double>comparing(values::get).thenComparing(losses::get));
    return ranked;
  }

  /**
   * Removes checkpoints that are neither among the best, nor among the latest, nor named by a
   * pointer.
   *
   * @param bestFirst as {@link #bestFirst} gives it
   */
  public void prune(List<Long> bestFirst, int keepBest, int keepLast) {
    List<Long> updates = updates();
    Set<Long> kept = new HashSet<>();
    kept.addAll(bestFirst.subList(0, Math.min(keepBest, bestFirst.size())));
    kept.addAll(updates.subList(Math.max(0, updates.size() - keepLast), updates.size()));
    removeUnlessPointedTo(updates.stream().filter(update -> !kept.contains(update)).toList());
  }

  /**
   * Removes the checkpoints after an update, unless a pointer names them: a training that resumes
   * there will write them anew.
   */
  public void discardAfter(long update) {
    removeUnlessPointedTo(updates().stream().filter(later -> later > update).toList());
  }

  private void removeUnlessPointedTo(List<Long> updates) {
    Set<Path> named = new HashSet<>();
    for (Pointer pointer : Pointer.values()) {
      pointedTo(pointer).ifPresent(target -> named.add(target.toAbsolutePath().normalize()));
    }
    for (long update : updates) {
      Path checkpoint = checkpoint(update);
      if (!named.contains(checkpoint.toAbsolutePath().normalize())) {
        AtomicDirectory.delete(checkpoint);
      }
    }
  }

  /** Lets another training have the run. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw FileProblems.notWritten(path, e);
    }
  }
}
