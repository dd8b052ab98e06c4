package dev.dolmetsch.cli;

import java.util.regex.Pattern;

/** Turns a refusal that names configuration keys into one that names a command's options. */
final class OptionNames {
  private static final Pattern KEY =
      Pattern.compile("\\b(?:decoding(?:\\.sampling)?|data\\.filters)\\.([a-z_.]*[a-z_])");

  private OptionNames() {}

  /** {@code decoding.beam_size must be …} becomes {@code --beam-size must be …}. */
  static String of(IllegalArgumentException refusal) {
    return KEY.matcher(String.valueOf(refusal.getMessage()))
        .replaceAll(key -> "--" + key.group(1).replaceAll("[_.]", "-"));
  }
}
