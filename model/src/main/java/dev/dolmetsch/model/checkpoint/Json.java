package dev.dolmetsch.model.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.FileProblems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** How the JSON of a model directory is read, and the one form of its small files: indented, \n. */
final class Json {
  /** Refuses names that occur twice, and what follows the value. */
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  static byte[] toBytes(Object value) {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    try {
      String json = MAPPER.writer(printer).writeValueAsString(value);
      return (json + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not expressible as JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Reads a file, which is refused by name unless it is JSON that makes a {@code type}. */
  static <T> T read(Path file, Class<T> type) {
    String problem;
    try {
      T value = MAPPER.readValue(Files.readAllBytes(file), type);
      if (value != null) {
        return value;
      }
      problem = "it is null";
    } catch (JsonProcessingException e) {
      problem = problem(e);
    } catch (IOException e) {
      throw new DolmetschException(file + ": cannot be read: " + FileProblems.reason(e), e);
    }
    throw new DolmetschException(
        file + ": broken: " + problem + "; take it from another checkpoint or a copy");
  }

  /** What is wrong with a file, in one line. */
  private static String problem(JsonProcessingException e) {
    Throwable cause = e.getCause();
    String message =
        cause instanceof IllegalArgumentException ? cause.getMessage() : e.getOriginalMessage();
    return String.valueOf(message).lines().findFirst().orElse("not JSON");
  }
}
