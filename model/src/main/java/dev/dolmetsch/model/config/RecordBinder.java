package dev.dolmetsch.model.config;

import dev.dolmetsch.data.DolmetschException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns a tree of YAML nodes into a record, filling absent keys in from a record of defaults. */
final class RecordBinder {
  private static final Pattern DOTTED_KEY = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z0-9_]+)+");

  private final KeyTree known;
  private final String source;
  private final boolean passOverUnknown;

  /** Where each key that was given stands, by its dotted name. */
  private final Map<String, String> locations = new LinkedHashMap<>();

  /**
   * A binder for one document.
   *
   * @param known all keys of the record, for suggestions
   * @param source the document's name, for messages about keys that it does not contain
   * @param passOverUnknown whether keys that the record does not have are left alone
   */
  RecordBinder(KeyTree known, String source, boolean passOverUnknown) {
    this.known = known;
    this.source = source;
    this.passOverUnknown = passOverUnknown;
  }

  <R extends Record> R bind(YamlNode.Mapping mapping, R defaults) {
    @SuppressWarnings("unchecked")
    Class<R> type = (Class<R>) defaults.getClass();
    return type.cast(bindRecord(mapping, type, "", defaults));
  }

  private Object bindRecord(
      YamlNode.Mapping mapping, Class<?> type, String section, @Nullable Object defaults) {
    refuseUnknown(mapping, KeyTree.of(type), section);
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String key = KeyTree.keyOf(components[i]);
      String dotted = KeyTree.join(section, key);
      Object absent = defaults == null ? null : valueOf(components[i], defaults);
      YamlNode.Entry entry = mapping.entries().get(key);
      if (entry != null) {
        locations.put(dotted, entry.location());
        values[i] = bindComponent(entry, components[i], dotted, absent);
      } else if (absent != null) {
        values[i] = absent;
      } else if (components[i].getType() == Optional.class) {
        values[i] = Optional.empty();
      } else {
        throw new DolmetschException(mapping.location() + ": " + dotted + " is missing; add it");
      }
    }
    return construct(type, components, values);
  }

  private Object bindComponent(
      YamlNode.Entry entry, RecordComponent component, String key, @Nullable Object absent) {
    Type type = component.getGenericType();
    Class<?> raw = KeyTree.rawClass(type);
    if (component.getType() == Optional.class) {
      Object present = absent instanceof Optional<?> optional ? optional.orElse(null) : null;
      return entry.value() instanceof YamlNode.Nothing
          ? Optional.empty()
          : Optional.of(bindValue(entry, raw, key, present));
    }
    if (entry.value() instanceof YamlNode.Nothing && absent != null && isSection(raw)) {
      // A section's name with nothing below it, as when all its lines are commented out.
      return absent;
    }
    return bindValue(entry, raw, key, absent);
  }

  private Object bindValue(
      YamlNode.Entry entry, Class<?> type, String key, @Nullable Object absent) {
    if (isSection(type)) {
      if (!(entry.value() instanceof YamlNode.Mapping mapping)) {
        throw new DolmetschException(
            entry.location()
                + ": "
                + key
                + " must be a section with the keys "
                + keysOf(KeyTree.of(type)));
      }
      return type.isRecord()
          ? bindRecord(mapping, type, key, absent)
          : bindChoice(mapping, type, key, absent);
    }
    if (!(entry.value() instanceof YamlNode.Scalar scalar)) {
      throw new DolmetschException(
          entry.location()
              + ": "
              + key
              + " must be "
              + ScalarParser.wanted(type)
              + ", but "
              + (entry.value() instanceof YamlNode.Nothing
                  ? "has no value"
                  : entry.value() instanceof YamlNode.Mapping ? "is a section" : "is a list"));
    }
    try {
      return ScalarParser.parse(scalar.text(), type);
    } catch (IllegalArgumentException e) {
      throw new DolmetschException(entry.location() + ": " + key + " " + e.getMessage(), e);
    }
  }

  /** The one of a sealed interface's records that has all the keys that were given. */
  private Object bindChoice(
      YamlNode.Mapping mapping, Class<?> type, String key, @Nullable Object absent) {
    Map<String, YamlNode.Entry> given = new LinkedHashMap<>(mapping.entries());
    given.values().removeIf(entry -> entry.value() instanceof YamlNode.Nothing);
    refuseUnknown(mapping, KeyTree.of(type), key);
    List<Class<?>> choices = Arrays.asList(type.getPermittedSubclasses());
    for (Class<?> choice : choices) {
      if (KeyTree.of(choice).children().keySet().containsAll(given.keySet())) {
        return bindRecord(
            new YamlNode.Mapping(given, mapping.location()),
            choice,
            key,
            choice.isInstance(absent) ? absent : null);
      }
    }
    throw new DolmetschException(
        mapping.location()
            + ": "
            + key
            + " must have either "
            + choices.stream()
                .map(choice -> keysOf(KeyTree.of(choice)))
                .collect(Collectors.joining(", or "))
            + ", but has "
            + String.join(" and ", given.keySet()));
  }

  private void refuseUnknown(YamlNode.Mapping mapping, KeyTree keys, String section) {
    if (passOverUnknown) {
      return;
    }
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (!keys.children().containsKey(key)) {
                String hint =
                    known
                        .nearest(section, keys, key)
                        .map(nearest -> "did you mean " + nearest + "?")
                        .orElse("known here are " + keysOf(keys));
                throw new DolmetschException(
                    entry.location() + ": unknown key " + KeyTree.join(section, key) + "; " + hint);
              }
            });
  }

  private Object construct(Class<?> type, RecordComponent[] components, Object[] values) {
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        String message = String.valueOf(refusal.getMessage());
        throw new DolmetschException(locationOf(message) + ": " + message, refusal);
      }
      throw new IllegalStateException("cannot make a " + type.getSimpleName(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " is no public record", e);
    }
  }

  /** Where the first key that the message names and the document contains stands. */
  private String locationOf(String message) {
    Matcher matcher = DOTTED_KEY.matcher(message);
    while (matcher.find()) {
      String location = locations.get(matcher.group());
      if (location != null) {
        return location;
      }
    }
    return source;
  }

  private static boolean isSection(Class<?> type) {
    return type.isRecord() || (type.isSealed() && !type.isEnum());
  }

  private static String keysOf(KeyTree keys) {
    return String.join(", ", keys.children().keySet());
  }

  private static Object valueOf(RecordComponent component, Object owner) {
    try {
      return component.getAccessor().invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read; is its record public?", e);
    }
  }
}
