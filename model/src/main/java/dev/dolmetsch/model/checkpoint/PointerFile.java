package dev.dolmetsch.model.checkpoint;

import dev.dolmetsch.data.DolmetschException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A text file of a run directory that names one of its checkpoints: {@code best} or {@code last}.
 */
final class PointerFile {
  private static final String GIVE_A_MODEL =
      "; give a model directory, such as checkpoints/update-500, or a run directory";

  private PointerFile() {}

  /**
   * The checkpoint that a pointer names.
   *
   * @throws DolmetschException if it names none, or one that is not complete
   */
  static Path target(Path pointer) {
    Path target = named(pointer);
    if (!Files.exists(target.resolve(Manifest.FILE))) {
      Path run = pointer.toAbsolutePath().normalize().getParent();
      Path text = run == null ? target : run.relativize(target.toAbsolutePath().normalize());
      throw new DolmetschException(
          pointer + ": names " + text + ", which is no complete checkpoint" + GIVE_A_MODEL);
    }
    return target;
  }

  /**
   * What a pointer names, whether it is there or not.
   *
   * @throws DolmetschException if it cannot be read, or names nothing within the run
   */
  static Path named(Path pointer) {
    try {
      if (Files.size(pointer) > 4096) {
        throw new DolmetschException(pointer + ": not a model directory" + GIVE_A_MODEL);
      }
      String text = Files.readString(pointer, StandardCharsets.UTF_8).strip();
      Path run = pointer.toAbsolutePath().normalize().getParent();
      if (!text.matches("[A-Za-z0-9._/-]+") || run == null) {
        throw new DolmetschException(pointer + ": does not name a checkpoint" + GIVE_A_MODEL);
      }
      if (!run.resolve(text).normalize().startsWith(run)) {
        throw new DolmetschException(
            pointer + ": names \"" + text + "\", outside the run" + GIVE_A_MODEL);
      }
      return pointer.resolveSibling(text).normalize();
    } catch (IOException e) {
      throw new DolmetschException(
          pointer + ": not a model directory or pointer" + GIVE_A_MODEL, e);
    }
  }
}
