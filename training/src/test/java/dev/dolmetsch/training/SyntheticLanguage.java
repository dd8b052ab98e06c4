package dev.dolmetsch.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A corpus of a language of twelve words and its translation word by word: enough to see whether a
 * model learns to look at the source, and small enough to train on in seconds.
 */
final class SyntheticLanguage {
  private static final List<String> ENGLISH =
      List.of("bad", "cab", "dab", "fad", "gab", "had", "lab", "mad", "nab", "pad", "rag", "sad");
  private static final List<String> GERMAN =
      List.of("zot", "wok", "vom", "not", "hof", "tor", "rot", "lot", "kot", "hob", "gut", "los");

  private SyntheticLanguage() {}

  /** Writes {@code train}, {@code val} and {@code test} with suffixes en and de. */
  static Path write(Path folder) {
    SplittableRandom random = new SplittableRandom(7);
    write(folder, "train", 1_500, random);
    write(folder, "val", 40, random);
    write(folder, "test", 20, random);
    return folder;
  }

  private static void write(Path folder, String name, int pairs, SplittableRandom random) {
    List<String> english = new ArrayList<>();
    List<String> german = new ArrayList<>();
    for (int pair = 0; pair < pairs; pair++) {
      List<Integer> words = new ArrayList<>();
      int length = random.nextInt(3, 7);
      for (int i = 0; i < length; i++) {
        words.add(random.nextInt(ENGLISH.size()));
      }
      english.add(String.join(" ", words.stream().map(ENGLISH::get).toList()));
      Collections.swap(words, 0, 1); // The only rule of its syntax.
      german.add(String.join(" ", words.stream().map(GERMAN::get).toList()));
    }
    lines(folder.resolve(name + ".en"), english);
    lines(folder.resolve(name + ".de"), german);
  }

  /** Writes a text file. */
  static void lines(Path file, List<String> lines) {
    try {
      Files.writeString(file, String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
