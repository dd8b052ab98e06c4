package dev.dolmetsch.model.config;

import dev.dolmetsch.data.DolmetschException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Configuration files as records, both ways.
 *
 * <p>A record is a section; its components are the keys, in {@code snake_case}. A component may be
 * a {@code boolean}, {@code int}, {@code long}, {@code double}, {@code String}, {@code Path}, an
 * enum (written in lower case), a record, a sealed interface of records (chosen by the keys that
 * are there), or an {@code Optional} of any of them ({@code null} in YAML). All must be public.
 * Keys that a file does not mention come from a record of defaults. A record's constructor refuses
 * values out of range with an {@code IllegalArgumentException} that names the dotted key; it is
 * reported with the line of that key.
 *
 * <p>Everything that is wrong with a file is reported as a {@code DolmetschException} with file and
 * line: what is not YAML, unknown keys (with the nearest known one), keys given twice, wrong types,
 * values out of range.
 */
public final class YamlBinding {
  private YamlBinding() {}

  /**
   * Reads a file.
   *
   * @param overrides assignments {@code section.key=value} that take precedence over the file; the
   *     value is YAML
   * @param defaults values of the keys that are absent
   * @throws OverrideException if only the overrides are wrong
   * @throws DolmetschException if the file does not make a record of that type
   */
  public static <R extends Record> R read(Path file, List<String> overrides, R defaults) {
    return parse(YamlReader.readText(file), file.toString(), overrides, defaults);
  }

  /**
   * Like {@link #read}, from a text.
   *
   * @param source what the text is called in messages
   */
  public static <R extends Record> R parse(
      String yaml, String source, List<String> overrides, R defaults) {
    YamlNode.Mapping document = YamlReader.readDocument(yaml, source);
    return bind(document, source, overrides, defaults, false);
  }

  /**
   * Reads only the keys that the record has, and passes over all others: for programs that need a
   * part of a file that was checked as a whole when it was written.
   *
   * @throws DolmetschException if that part of the file does not make a record of that type
   */
  public static <R extends Record> R readPart(Path file, R defaults) {
    YamlNode.Mapping document = YamlReader.readDocument(YamlReader.readText(file), file.toString());
    return bind(document, file.toString(), List.of(), defaults, true);
  }

  /**
   * The same record with some values replaced.
   *
   * @param overrides assignments {@code section.key=value}; the value is YAML
   */
  public static <R extends Record> R override(R record, List<String> overrides) {
    return bind(new YamlNode.Mapping(Map.of(), "--set"), "--set", overrides, record, false);
  }

  /** The record as YAML with every key, which {@link #parse} reads as an equal record. */
  public static String write(Record record) {
    return RecordWriter.write(record);
  }

  /** Dotted keys of all values that the record type takes, in order. */
  public static List<String> keys(Class<? extends Record> type) {
    return KeyTree.of(type).leaves();
  }

  private static <R extends Record> R bind(
      YamlNode.Mapping document,
      String source,
      List<String> overrides,
      R defaults,
      boolean passOverUnknown) {
    RecordBinder binder =
        new RecordBinder(KeyTree.of(defaults.getClass()), source, passOverUnknown);
    if (overrides.isEmpty()) {
      return binder.bind(document, defaults);
    }
    try {
      YamlNode.Mapping merged = document;
      for (String assignment : overrides) {
        merged = KeyOverride.parse(assignment).applyTo(merged);
      }
      return binder.bind(merged, defaults);
    } catch (DolmetschException e) {
      binder.bind(document, defaults); // Fails where it is the file that is wrong.
      throw new OverrideException(overrides, e);
    }
  }
}
