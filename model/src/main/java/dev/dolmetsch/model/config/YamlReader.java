package dev.dolmetsch.model.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.FileProblems;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Parses YAML into nodes that remember their lines.
 *
 * <p>Jackson's parser guesses types as YAML 1.1 does ({@code 012}, {@code on}); the guesses are
 * ignored here and the text is kept, because the record that a value goes into knows its type.
 */
final class YamlReader {
  private static final YAMLFactory FACTORY = new YAMLFactory();

  private static final Pattern DRAWN_LINE =
      Pattern.compile("(?m)^ in 'reader', line ([0-9]{1,9}), column [0-9]+:");

  private final YAMLParser parser;
  private final IntFunction<String> location;

  private YamlReader(YAMLParser parser, IntFunction<String> location) {
    this.parser = parser;
    this.location = location;
  }

  /** The file's text, refused unless it is there and is UTF-8. */
  static String readText(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (NoSuchFileException e) {
      throw new DolmetschException(
          file + ": no such configuration file; check the path that was given", e);
    } catch (CharacterCodingException e) {
      throw new DolmetschException(file + ": not UTF-8; save the file in that encoding", e);
    } catch (IOException e) {
      throw FileProblems.notRead(file, e);
    }
  }

  /** A whole file: one document, a mapping at its top, or nothing at all. */
  static YamlNode.Mapping readDocument(String text, String source) {
    IntFunction<String> location = line -> source + ":" + line;
    YamlNode root = read(text, location);
    if (root instanceof YamlNode.Mapping mapping) {
      return mapping;
    }
    if (root instanceof YamlNode.Nothing) {
      return new YamlNode.Mapping(Map.of(), source);
    }
    throw new DolmetschException(
        root.location() + ": a configuration consists of sections with keys, such as \"data:\"");
  }

  /** The value of an override, every node of which stands at {@code source}. */
  static YamlNode readValue(String text, String source) {
    return read(text, line -> source);
  }

  private static YamlNode read(String text, IntFunction<String> location) {
    try (YAMLParser parser = FACTORY.createParser(text)) {
      YamlReader reader = new YamlReader(parser, location);
      JsonToken first = parser.nextToken();
      if (first == null) {
        return new YamlNode.Nothing(location.apply(1));
      }
      YamlNode root = reader.node(first);
      if (parser.nextToken() != null) {
        throw new DolmetschException(
            reader.here() + ": a second document (---) begins; only one is allowed");
      }
      return root;
    } catch (JacksonException e) {
      throw notYaml(e, location);
    } catch (IOException e) {
      throw new DolmetschException(location.apply(1) + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static DolmetschException notYaml(JacksonException e, IntFunction<String> location) {
    // The parser's message is what it was doing, what it found, and, indented, drawings of where;
    // the last of these is the problem's line, which the exception itself does not tell.
    String message = Objects.requireNonNullElse(e.getOriginalMessage(), "unreadable");
    int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
    Matcher drawn = DRAWN_LINE.matcher(message);
    while (drawn.find()) {
      line = Integer.parseInt(drawn.group(1));
    }
    String problem =
        message
            .lines()
            .filter(each -> !each.isBlank() && !each.startsWith(" "))
            .collect(Collectors.joining(", "));
    return new DolmetschException(location.apply(line) + ": not valid YAML: " + problem, e);
  }

  private YamlNode node(JsonToken token) throws IOException {
    String here = here();
    if (parser.isCurrentAlias()) {
      throw new DolmetschException(here + ": aliases (*name) are not supported; repeat the value");
    }
    return switch (token) {
      case START_OBJECT -> mapping();
      case START_ARRAY -> {
        parser.skipChildren();
        yield new YamlNode.Sequence(here);
      }
      case VALUE_NULL -> new YamlNode.Nothing(here);
      default -> new YamlNode.Scalar(parser.getText(), here);
    };
  }

  private YamlNode.Mapping mapping() throws IOException {
    String start = here();
    Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      String here = here();
      YamlNode value = node(parser.nextToken());
      YamlNode.Entry earlier = entries.putIfAbsent(key, new YamlNode.Entry(value, here));
      if (earlier != null) {
        throw new DolmetschException(
            here
                + ": key "
                + ScalarParser.oneLine(key)
                + " stands here a second time (first at "
                + earlier.location()
                + "); remove one");
      }
    }
    return new YamlNode.Mapping(entries, start);
  }

  private String here() {
    return location.apply(parser.currentTokenLocation().getLineNr());
  }
}
