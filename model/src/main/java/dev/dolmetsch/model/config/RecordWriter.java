package dev.dolmetsch.model.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.lang.reflect.RecordComponent;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Writes a record as YAML: every key, in the record's order, so that equal records give equal text.
 */
final class RecordWriter {
  /** What stands without quotes if nothing is reserved about it; all else is quoted. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./ -]+");

  private static final YAMLMapper MAPPER =
      new YAMLMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .stringQuotingChecker(new CautiousQuoting())
              .build());

  private RecordWriter() {}

  static String write(Record value) {
    try {
      return MAPPER.writeValueAsString(section(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record could not be written as YAML", e);
    }
  }

  private static ObjectNode section(Record record) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        node.set(KeyTree.keyOf(component), node(component.getAccessor().invoke(record)));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(component + " cannot be read; is its record public?", e);
      }
    }
    return node;
  }

  private static JsonNode node(Object value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (value instanceof Optional<?> optional) {
      return optional.isPresent() ? node(optional.get()) : nodes.nullNode();
    }
    if (value instanceof Record record) {
      return section(record);
    }
    if (value instanceof Boolean truth) {
      return nodes.booleanNode(truth);
    }
    if (value instanceof Integer number) {
      return nodes.numberNode(number);
    }
    if (value instanceof Long number) {
      return nodes.numberNode(number);
    }
    if (value instanceof Double number) {
      return nodes.numberNode(number);
    }
    return nodes.textNode(value instanceof Enum<?> ? EnumNames.of(value) : value.toString());
  }

  /** Quotes more than Jackson does, whose plain texts lose rare line separators. */
  private static final class CautiousQuoting extends StringQuotingChecker.Default {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean needToQuoteValue(String value) {
      return !PLAIN.matcher(value).matches() || super.needToQuoteValue(value);
    }
  }
}
