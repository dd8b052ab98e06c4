package dev.dolmetsch.model.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;

/** The one form in which the small files of a model directory are written: indented, with \n. */
final class Json {
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

  /** What is wrong with a file, in one line. */
  static String problem(JsonProcessingException e) {
    Throwable cause = e.getCause();
    String message =
        cause instanceof IllegalArgumentException ? cause.getMessage() : e.getOriginalMessage();
    return String.valueOf(message).lines().findFirst().orElse("not JSON");
  }
}
