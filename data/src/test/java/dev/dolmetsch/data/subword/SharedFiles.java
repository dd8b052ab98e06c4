package dev.dolmetsch.data.subword;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files beside the project that only some machines have; tests without them are skipped. */
final class SharedFiles {
  private SharedFiles() {}

  static Path oracle(String name) {
    return present("oracle/sentencepiece/" + name);
  }

  static Path multi30k(String name) {
    return present("data/multi30k/" + name);
  }

  /** The lines of a UTF-8 file, split on the line feed and on nothing else. */
  static List<String> lines(Path file) throws IOException {
    return lines(Files.readString(file, StandardCharsets.UTF_8));
  }

  static List<String> lines(String text) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    if (lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    return lines;
  }

  private static Path present(String name) {
    Path file = Path.of(System.getProperty("dolmetsch.shared", "../shared")).resolve(name);
    assumeTrue(Files.exists(file), () -> file + " is absent");
    return file;
  }
}
