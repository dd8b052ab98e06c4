package dev.dolmetsch.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.decode.Translation;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * A JSON object a line. The translation is put into its text: whatever else stands there, numbers
 * of any size and the order of fields included, is copied character by character.
 *
 * @param sourceField the field with the sentence
 * @param translationField the field for the translation: replaced if it is there, else appended
 * @param nBest whether it gets an array of objects with {@code text} and {@code score}, and {@code
 *     shortlist} where one was on, as scores are relative to it
 */
record JsonLines(String sourceField, String translationField, boolean nBest) implements LineFormat {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /**
   * Where things stand in a line.
   *
   * @param source the sentence
   * @param old the characters of the old translation, if there is one
   * @param end the place of the object's closing brace
   */
  private record Parsed(String source, Optional<Range> old, int end) {}

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
    Parsed parsed = parse(line);
    String value = value(translation);
    if (parsed.old().isPresent()) {
      Range old = parsed.old().get();
      return line.substring(0, old.start()) + value + line.substring(old.end());
    }
    // An object with a sentence has a field, so there is one before the comma.
    return line.substring(0, parsed.end())
        + ","
        + json(generator -> generator.writeString(translationField))
        + ":"
        + value
        + line.substring(parsed.end());
  }

  private Parsed parse(String line) {
    try (JsonParser parser = FACTORY.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new DolmetschException("is no JSON object; every line must be one");
      }
      Optional<String> source = Optional.empty();
      Optional<Range> old = Optional.empty();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = parser.currentName();
        JsonToken token = parser.nextToken();
        int start = (int) parser.currentTokenLocation().getCharOffset();
        if (field.equals(sourceField)) {
          if (token != JsonToken.VALUE_STRING) {
            throw new DolmetschException("its field \"" + sourceField + "\" is no string");
          }
          source = Optional.of(parser.getText());
        }
        parser.skipChildren();
        parser.finishToken();
        if (field.equals(translationField)) {
          old = Optional.of(new Range(start, (int) parser.currentLocation().getCharOffset()));
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
      throw new DolmetschException("is no valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String value(Translation translation) {
    if (!nBest) {
      return json(generator -> generator.writeString(translation.text()));
    }
    return json(
        generator -> {
          generator.writeStartArray();
          for (Translation.Candidate candidate : translation.candidates()) {
            generator.writeStartObject();
            generator.writeStringField("text", candidate.text());
            generator.writeNumberField("score", candidate.score());
            generator.writeNumberField("log_probability", candidate.logProbability());
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
