package dev.dolmetsch.model.config;

import dev.dolmetsch.data.DolmetschException;
import java.util.List;
import java.util.Map;

/**
 * One {@code section.key=value} of the command line.
 *
 * @param path the key's parts
 * @param value what is to stand there
 * @param source the assignment as given, for messages
 */
record KeyOverride(List<String> path, YamlNode value, String source) {
  /** Refuses an assignment without {@code =} or with an empty part before it. */
  static KeyOverride parse(String assignment) {
    String source = "--set " + ScalarParser.oneLine(assignment);
    int equals = assignment.indexOf('=');
    List<String> path =
        equals < 0 ? List.of() : List.of(assignment.substring(0, equals).strip().split("\\.", -1));
    if (path.isEmpty() || path.stream().anyMatch(String::isBlank)) {
      throw new DolmetschException(
          source + ": not of the form section.key=value, such as training.seed=7");
    }
    return new KeyOverride(
        path, YamlReader.readValue(assignment.substring(equals + 1), source), source);
  }

  /** The document with this value in place of what it says itself. */
  YamlNode.Mapping applyTo(YamlNode.Mapping document) {
    return put(document, path);
  }

  private YamlNode.Mapping put(YamlNode.Mapping mapping, List<String> rest) {
    String key = rest.get(0);
    if (rest.size() == 1) {
      return mapping.with(key, new YamlNode.Entry(value, source));
    }
    YamlNode.Entry entry = mapping.entries().get(key);
    YamlNode.Mapping section =
        entry != null && entry.value() instanceof YamlNode.Mapping existing
            ? existing
            : new YamlNode.Mapping(Map.of(), source);
    String location = entry == null ? source : entry.location();
    return mapping.with(
        key, new YamlNode.Entry(put(section, rest.subList(1, rest.size())), location));
  }
}
