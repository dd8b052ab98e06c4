package dev.dolmetsch.model.config;

import dev.dolmetsch.data.corpus.Direction;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How enum constants are written in YAML. */
final class EnumNames {
  private EnumNames() {}

  /** In lower case; a direction by its code, {@code en-de}. */
  static String of(Object constant) {
    return constant instanceof Direction direction
        ? direction.code()
        : ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
  }

  /** The names of all constants, in their order. */
  static List<String> all(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(EnumNames::of).toList();
  }
}
