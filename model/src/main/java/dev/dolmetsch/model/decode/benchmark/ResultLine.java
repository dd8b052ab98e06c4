package dev.dolmetsch.model.decode.benchmark;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The last line of a benchmark, for programs: {@code RESULT train small updates=60 …}. */
public final class ResultLine {
  private ResultLine() {}

  /**
   * The line; name and values become words without spaces, except numbers, which stay as they are.
   *
   * @param verb what was measured
   * @param pairs in the order in which they are to stand there
   */
  public static String of(String verb, String name, Map<String, String> pairs) {
    return "RESULT "
        + verb
        + " "
        + word(name)
        + pairs.entrySet().stream()
            .map(pair -> " " + pair.getKey() + "=" + word(pair.getValue()))
            .collect(Collectors.joining());
  }

  /** {@code oneDNN bf16 (AMX)} becomes {@code onednn-bf16-amx}. */
  private static String word(String text) {
    if (text.matches("-?[\\d.]+")) {
      return text;
    }
    return text.toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}._]+", "-")
        .replaceAll("^-|-$", "");
  }
}
