package dev.dolmetsch.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder for files that nobody wants to keep. It goes when it is closed or the process ends. */
public final class TemporaryFolder implements AutoCloseable {
  private final Path path;
  private final Thread hook;

  /**
   * Makes a folder among the system's temporary files.
   *
   * @param prefix how its name begins
   * @throws DolmetschException if that fails
   */
  public TemporaryFolder(String prefix) {
    try {
      path = Files.createTempDirectory(prefix);
    } catch (IOException e) {
      throw new DolmetschException(
          System.getProperty("java.io.tmpdir")
              + ": cannot be written ("
              + FileProblems.reason(e)
              + "); set DOLMETSCH_JAVA_OPTS=-Djava.io.tmpdir=DIR to another folder",
          e);
    }
    hook = new Thread(this::deleteQuietly, "dolmetsch-temporary-folder");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  private void deleteQuietly() {
    try {
      delete();
    } catch (IOException processEnds) {
      // Nobody is left to hear of it.
    }
  }

  private void delete() throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }

  /**
   * Removes the folder and what is in it.
   *
   * @throws DolmetschException if that fails
   */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException processEnds) {
      return; // The hook does it.
    }
    try {
      delete();
    } catch (IOException e) {
      throw new DolmetschException(
          path + ": cannot be removed (" + FileProblems.reason(e) + "); remove it by hand", e);
    }
  }
}
