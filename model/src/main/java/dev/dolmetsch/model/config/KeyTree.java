package dev.dolmetsch.model.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that a record type takes, as a tree.
 *
 * @param children keys of a section in the record's order; none for a value
 */
record KeyTree(Map<String, KeyTree> children) {
  /** The keys of a record, of a sealed choice of records (all choices' keys), or of a value. */
  static KeyTree of(Type type) {
    Map<String, KeyTree> children = new LinkedHashMap<>();
    Class<?> raw = rawClass(type);
    List<Class<?>> records =
        raw.isRecord()
            ? List.of(raw)
            : raw.isSealed() && !raw.isEnum()
                ? Arrays.asList(raw.getPermittedSubclasses())
                : List.of();
    for (Class<?> each : records) {
      for (RecordComponent component : each.getRecordComponents()) {
        children.putIfAbsent(keyOf(component), of(component.getGenericType()));
      }
    }
    return new KeyTree(children);
  }

  /** The class of a value; for {@code Optional<X>} that of X. */
  static Class<?> rawClass(Type type) {
    if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
      return rawClass(generic.getActualTypeArguments()[0]);
    }
    if (type instanceof Class<?> plain) {
      return plain;
    }
    throw new IllegalArgumentException("no YAML form is defined for " + type);
  }

  /** {@code learningRate} as it stands in a file: {@code learning_rate}. */
  static String keyOf(RecordComponent component) {
    return component.getName().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  /** Dotted keys of all values, in order. */
  List<String> leaves() {
    List<String> keys = new ArrayList<>();
    collect("", keys);
    return keys;
  }

  private void collect(String prefix, List<String> keys) {
    children.forEach(
        (key, child) -> {
          if (child.children.isEmpty()) {
            keys.add(prefix + key);
          } else {
            child.collect(prefix + key + ".", keys);
          }
        });
  }

  /**
   * What someone who wrote an unknown key most likely meant: a key of that section that is spelled
   * nearly so, or one of the same or nearly the same name elsewhere.
   *
   * @param section dotted name of the section the key was found in, "" for the top
   * @param siblings that section's keys
   */
  Optional<String> nearest(String section, KeyTree siblings, String key) {
    Optional<String> sibling = Spelling.closest(key, List.copyOf(siblings.children.keySet()));
    if (sibling.isPresent()) {
      return sibling.map(name -> join(section, name));
    }
    List<String> leaves = leaves();
    Optional<String> elsewhere =
        leaves.stream()
            .filter(each -> each.endsWith("." + key))
            .min(Comparator.comparingLong(each -> each.chars().filter(c -> c == '.').count()));
    return elsewhere.isPresent() ? elsewhere : Spelling.closest(join(section, key), leaves);
  }

  static String join(String section, String key) {
    return section.isEmpty() ? key : section + "." + key;
  }
}
