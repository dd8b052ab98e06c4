package dev.dolmetsch.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.decode.Translation;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON object a line. The translation is put into its text: whatever else stands there, numbers
 * of any size and the order of fields included, is copied character by character.
 *
 * @param sourceField the field with the sentence
 * @param translationField the field for the translation: replaced if it is there, else appended
 * @param alignmentField the field for the links, replaced or appended likewise; nothing if none are
 *     wanted
 * @param nBest whether the translation is an array of objects with {@code text}, {@code score} and
 *     {@code log_probability}, with {@code alignment} if links are wanted, and {@code shortlist}
 *     where one was on, as scores are relative to it
 */
record JsonLines(
    String sourceField, String translationField, Optional<String> alignmentField, boolean nBest)
    implements LineFormat {
  /** The field for links, unless another is named. */
  static final String ALIGNMENT = "alignment";

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // As Python's json writes them.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          // What is only passed on may be of any size; lines have a limit of their own.
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .build())
          .build();

  /**
   * Where things stand in a line.
   *
   * @param source the sentence
   * @param old the characters of the values that fields have whose names are written
   * @param end the place of the object's closing brace
   */
  private record Parsed(String source, Map<String, Range> old, int end) {}

  private record Range(int start, int end) {}

  @Override
  public String source(String line) {
    return line.isBlank() ? "" : parse(line).source();
  }

  @Override
  public String result(String line, long number, Translation translation, List<String> links) {
    if (line.isBlank()) {
      return line;
    }
    Map<String, String> values = new LinkedHashMap<>();
    values.put(translationField, value(translation, links));
    if (!nBest && alignmentField.isPresent()) {
      String link = links.isEmpty() ? "" : links.get(0);
      values.put(alignmentField.get(), json(generator -> generator.writeString(link)));
    }
    return with(values, line);
  }

  /** The line with these fields, each in its old place or behind all others. */
  private String with(Map<String, String> values, String line) {
    Parsed parsed = parse(line);
    StringBuilder result = new StringBuilder(line.substring(0, parsed.end()));
    values.forEach(
        (field, value) -> {
          if (!parsed.old().containsKey(field)) {
            // An object with a sentence has a field, so there is one before the comma.
            result.append(',').append(json(generator -> generator.writeString(field)));
            result.append(':').append(value);
          }
        });
    result.append(line, parsed.end(), line.length());
    // From the last to the first, so that what is still to be replaced stays where it is.
    parsed.old().entrySet().stream()
        .sorted(Comparator.comparingInt(field -> -field.getValue().start()))
        .forEachOrdered(
            field ->
                result.replace(
                    field.getValue().start(), field.getValue().end(), values.get(field.getKey())));
    return result.toString();
  }

  private boolean isWritten(String field) {
    return field.equals(translationField)
        || (!nBest && alignmentField.isPresent() && field.equals(alignmentField.get()));
  }

  /** What is only passed on may be anything, as long as it is JSON. */
  private Parsed parse(String line) {
    try (JsonParser parser = FACTORY.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new DolmetschException("is no JSON object; every line must be one");
      }
      Optional<String> source = Optional.empty();
      Map<String, Range> old = new HashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = parser.currentName();
        JsonToken token = parser.nextToken();
        int start = (int) parser.currentTokenLocation().getCharOffset();
        if (field.equals(sourceField)) {
          requireOnce(field, source.isEmpty());
          if (token != JsonToken.VALUE_STRING) {
            throw new DolmetschException("its field \"" + sourceField + "\" is no string");
          }
          source = Optional.of(parser.getText());
        }
        parser.skipChildren();
        parser.finishToken();
        if (isWritten(field)) {
          requireOnce(field, !old.containsKey(field));
          old.put(field, new Range(start, (int) parser.currentLocation().getCharOffset()));
        }
      }
      int end = (int) parser.currentTokenLocation().getCharOffset();
      if (parser.nextToken() != null) {
        throw new DolmetschException("has something behind its JSON object");
      }
      if (source.isEmpty()) {
        throw new DolmetschException(
            "has no field \""
                + sourceField
                + "\"; name the field to translate with --source-field");
      }
      return new Parsed(source.get(), old, end);
    } catch (JsonProcessingException e) {
      throw new DolmetschException(
          e instanceof JsonEOFException
              ? "ends within its JSON object"
              : "is no valid JSON at character " + e.getLocation().getColumnNr(),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireOnce(String field, boolean first) {
    if (!first) {
      throw new DolmetschException("has its field \"" + field + "\" twice; leave one of them");
    }
  }

  private String value(Translation translation, List<String> links) {
    if (!nBest) {
      return json(generator -> generator.writeString(translation.text()));
    }
    return json(
        generator -> {
          generator.writeStartArray();
          for (int i = 0; i < translation.candidates().size(); i++) {
            Translation.Candidate candidate = translation.candidates().get(i);
            generator.writeStartObject();
            generator.writeStringField("text", candidate.text());
            generator.writeNumberField("score", candidate.score());
            generator.writeNumberField("log_probability", candidate.logProbability());
            if (alignmentField.isPresent()) {
              generator.writeStringField(ALIGNMENT, links.get(i));
            }
            if (candidate.shortlisted()) {
              generator.writeBooleanField("shortlist", true);
            }
            generator.writeEndObject();
          }
          generator.writeEndArray();
        });
  }

  /** Writes a value. */
  private interface Value {
    void write(JsonGenerator generator) throws IOException;
  }

  private static String json(Value value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      value.write(generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
