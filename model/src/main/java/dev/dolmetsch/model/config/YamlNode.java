package dev.dolmetsch.model.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** A piece of YAML as it was written, with the place where it stands. */
sealed interface YamlNode {
  /** Where the node stands, for messages: {@code configs/x.yaml:12} or {@code --set a.b=c}. */
  String location();

  /** A single value; its text is kept as written, and only the target type gives it a meaning. */
  record Scalar(String text, String location) implements YamlNode {}

  /** No value: an empty one, {@code null} or {@code ~}. */
  record Nothing(String location) implements YamlNode {}

  /** A list, which no key takes; kept for the message. */
  record Sequence(String location) implements YamlNode {}

  /** Keys and values in the order of the file. */
  record Mapping(Map<String, Entry> entries, String location) implements YamlNode {
    public Mapping {
      entries = new LinkedHashMap<>(entries);
    }

    /** The same mapping with one entry replaced or added. */
    Mapping with(String key, Entry entry) {
      Mapping copy = new Mapping(entries, location);
      copy.entries.put(key, entry);
      return copy;
    }
  }

  /** What stands at a key, and where the key itself stands. */
  record Entry(YamlNode value, String location) {}
}
