package dev.dolmetsch.cli;

import dev.dolmetsch.data.subword.SubwordModel;
import dev.dolmetsch.model.checkpoint.ModelDirectory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the subword model that a user means by a path. */
final class SubwordFiles {
  private SubwordFiles() {}

  /**
   * Loads a SentencePiece {@code .model} file, or that of a model or run directory.
   *
   * @throws dev.dolmetsch.data.DolmetschException if there is none that can be used
   */
  static SubwordModel load(Path path) {
    return SubwordModel.load(
        Files.isDirectory(path) ? ModelDirectory.open(path).subwordModelFile() : path);
  }
}
