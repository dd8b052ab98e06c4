package dev.dolmetsch.model.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file: what is in it and where.
 *
 * <p>The format (Hugging Face, <i>safetensors</i>, "Format"): eight bytes, the header's length N,
 * unsigned, little-endian; N bytes of JSON, padded with spaces; the arrays, one after the other
 * without gaps.
 *
 * @param metadata free texts, under {@code __metadata__}
 * @param entries the arrays by name, in the header's order
 */
record SafetensorsHeader(Map<String, String> metadata, Map<String, Entry> entries) {
  static final String METADATA = "__metadata__";

  /** The largest header that is read or written; one tensor needs about a hundred bytes of it. */
  static final int MAX_BYTES = 16 << 20;

  /** The bytes before the header, which give its length. */
  static final int LENGTH_BYTES = 8;

  /** Where arrays begin, so that kernels can read them where they are: at a cache line. */
  static final int ALIGNMENT = 64;

  SafetensorsHeader {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /**
   * One array.
   *
   * @param begin its first byte, counted from the end of the header
   * @param end the byte after its last
   */
  record Entry(StoredType type, List<Long> shape, long begin, long end) {
    long bytes() {
      return end - begin;
    }
  }

  /** The header of these tensors, one behind the other in the order given. */
  static SafetensorsHeader of(Map<String, String> metadata, List<NamedArray> tensors) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    long position = 0;
    for (NamedArray tensor : tensors) {
      long end = position + (long) tensor.data().remaining() * tensor.type().bytes();
      Entry entry = new Entry(tensor.type(), tensor.shape(), position, end);
      if (entries.put(tensor.name(), entry) != null) {
        throw new IllegalArgumentException("two tensors are named " + tensor.name());
      }
      position = end;
    }
    return new SafetensorsHeader(metadata, entries);
  }

  /**
   * The JSON in UTF-8, padded with spaces so that the arrays begin at a multiple of {@link
   * #ALIGNMENT} of the file.
   */
  byte[] toBytes() {
    ObjectNode root = Json.MAPPER.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode texts = root.putObject(METADATA);
      metadata.forEach(texts::put);
    }
    entries.forEach(
        (name, entry) -> {
          ObjectNode node = root.putObject(name);
          node.put("dtype", entry.type().name());
          ArrayNode shape = node.putArray("shape");
          entry.shape().forEach(shape::add);
          node.putArray("data_offsets").add(entry.begin()).add(entry.end());
        });
    String json = root.toString();
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    int padding = Math.floorMod(-(LENGTH_BYTES + bytes.length), ALIGNMENT);
    return (json + " ".repeat(padding)).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Parses and checks a header.
   *
   * @param dataBytes bytes of the file behind the header, which the arrays must fill exactly
   * @throws IllegalArgumentException whose message says what is wrong
   */
  static SafetensorsHeader parse(byte[] bytes, long dataBytes) {
    JsonNode root;
    try {
      root = Json.MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("its header is not JSON: " + e.getOriginalMessage(), e);
    }
    if (!root.isObject()) {
      throw new IllegalArgumentException("its header is no JSON object");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> property : root.properties()) {
      String name = property.getKey();
      if (name.equals(METADATA)) {
        for (Map.Entry<String, JsonNode> text : property.getValue().properties()) {
          if (!text.getValue().isTextual()) {
            throw new IllegalArgumentException("metadata " + text.getKey() + " is no text");
          }
          metadata.put(text.getKey(), text.getValue().textValue());
        }
      } else {
        try {
          entries.put(name, entry(property.getValue()));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("tensor " + name + ": " + e.getMessage(), e);
        }
      }
    }
    refuseGaps(entries, dataBytes);
    return new SafetensorsHeader(metadata, entries);
  }

  private static Entry entry(JsonNode node) {
    String dtype = node.path("dtype").asText("");
    StoredType type;
    try {
      type = StoredType.valueOf(dtype);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "dtype \"" + dtype + "\" is not supported (F32, I8, I32 and I64 are)", e);
    }
    List<Long> shape = wholeNumbers(node.path("shape"), "shape");
    List<Long> offsets = wholeNumbers(node.path("data_offsets"), "data_offsets");
    if (offsets.size() != 2 || offsets.get(0) < 0 || offsets.get(1) < offsets.get(0)) {
      throw new IllegalArgumentException("data_offsets " + offsets + " are no range");
    }
    long bytes = offsets.get(1) - offsets.get(0);
    long elements = StoredType.elements(shape);
    if (elements > Long.MAX_VALUE / 8 || elements * type.bytes() != bytes) {
      throw new IllegalArgumentException(
          "shape " + shape + " of " + type + " does not fit its " + bytes + " bytes");
    }
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("larger than 2 GiB, which is not supported");
    }
    return new Entry(type, shape, offsets.get(0), offsets.get(1));
  }

  private static List<Long> wholeNumbers(JsonNode node, String what) {
    if (!node.isArray()) {
      throw new IllegalArgumentException(what + " is missing or no list");
    }
    List<Long> numbers = new ArrayList<>();
    for (JsonNode each : node) {
      if (!each.isIntegralNumber() || !each.canConvertToLong()) {
        throw new IllegalArgumentException(what + " contains " + each + ", no whole number");
      }
      numbers.add(each.longValue());
    }
    return numbers;
  }

  private static void refuseGaps(Map<String, Entry> entries, long dataBytes) {
    List<Map.Entry<String, Entry>> byPosition = new ArrayList<>(entries.entrySet());
    byPosition.sort(
        Comparator.comparingLong((Map.Entry<String, Entry> each) -> each.getValue().begin())
            .thenComparingLong(each -> each.getValue().end()));
    long position = 0;
    for (Map.Entry<String, Entry> each : byPosition) {
      if (each.getValue().begin() != position) {
        throw new IllegalArgumentException(
            "tensor "
                + each.getKey()
                + " begins at byte "
                + each.getValue().begin()
                + " of the data, not at "
                + position
                + " where the one before it ends");
      }
      position = each.getValue().end();
    }
    if (position != dataBytes) {
      throw new IllegalArgumentException(
          "its tensors take " + position + " bytes, but the file has " + dataBytes);
    }
  }
}
