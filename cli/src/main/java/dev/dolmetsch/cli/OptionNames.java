package dev.dolmetsch.cli;

/** Turns a refusal that names a configuration key into one that names the command's option. */
final class OptionNames {
  private OptionNames() {}

  /** {@code decoding.beam_size must be …} becomes {@code --beam-size must be …}. */
  static String of(IllegalArgumentException refusal) {
    String message = String.valueOf(refusal.getMessage());
    StringBuilder text = new StringBuilder();
    for (String word : message.split(" ", -1)) {
      boolean key = word.matches("\\(?(decoding|data\\.filters)\\.[a-z_]+");
      String option = "--" + word.substring(word.lastIndexOf('.') + 1).replace('_', '-');
      text.append(text.isEmpty() ? "" : " ");
      text.append(key ? (word.startsWith("(") ? "(" : "") + option : word);
    }
    return text.toString();
  }
}
