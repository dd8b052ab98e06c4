package dev.dolmetsch.data;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Command lines to be copied into a shell. */
public final class ShellWords {
  private ShellWords() {}

  /** Words, each quoted where a shell would divide or change it. */
  public static String join(List<String> words) {
    return words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
  }

  /** A path as one word. */
  public static String quoted(Path path) {
    return quoted(path.toString());
  }

  /** A word, quoted where a shell would divide or change it. */
  public static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./=:,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
